package dev.uploadgateway.preview;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.uploadgateway.intake.DryRun;
import dev.uploadgateway.intake.Finding;
import dev.uploadgateway.intake.Understood;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a request.
 *
 * @param summary what the Offline Conversions API's own dry run would count
 * @param notes what holds for every preview
 * @param sheet how a sheet was understood; left out for other bodies
 */
public record Preview(
    @JsonUnwrapped Destination destination,
    @JsonUnwrapped Counts counts,
    List<PreviewedEvent> events,
    @JsonUnwrapped Findings findings,
    @JsonUnwrapped Remarks remarks,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Understood sheet) {

  /**
   * @param wire the dialect in which the events would be sent
   */
  public record Destination(
      @JsonProperty("upload_tag") String uploadTag,
      @Nullable @JsonProperty("namespace_id") String namespaceId,
      String wire) {}

  /** As intake would answer them. */
  public record Counts(
      @JsonProperty("events_received") long received,
      @JsonProperty("events_accepted") long accepted,
      @JsonProperty("events_duplicate") long duplicate,
      @JsonProperty("events_rejected") long rejected) {}

  public record Findings(List<Finding> errors, List<Finding> warnings) {}

  public record Remarks(
      @JsonIgnoreProperties({"invalid_entries", "messages"}) DryRun summary, List<String> notes) {}

  /** Nothing of its events. */
  @Override
  public String toString() {
    return "Preview[" + counts + "]";
  }
}
