package dev.uploadgateway.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What became of the events of a request. Those accepted survive whatever happens from here on.
 *
 * @param errors why events were rejected, by their index in the body
 * @param warnings what was remarkable about events that were accepted
 * @param omitted how many errors and warnings there were beyond those listed
 */
record Answer(
    @JsonProperty("upload_tag") String uploadTag,
    @JsonUnwrapped Counts counts,
    List<Finding> errors,
    List<Finding> warnings,
    @JsonUnwrapped Omitted omitted) {

  record Counts(
      @JsonProperty("events_received") long received,
      @JsonProperty("events_accepted") long accepted,
      @JsonProperty("events_duplicate") long duplicate,
      @JsonProperty("events_rejected") long rejected) {}

  /** Shown only where the lists are not complete. */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  record Omitted(
      @JsonProperty("errors_omitted") long errors,
      @JsonProperty("warnings_omitted") long warnings) {}

  static Answer of(String uploadTag, Counts counts, Findings errors, Findings warnings) {
    return new Answer(
        uploadTag,
        counts,
        errors.listed(),
        warnings.listed(),
        new Omitted(errors.omitted(), warnings.omitted()));
  }

  /** Whether anything of the request is kept, now or since an earlier one. */
  boolean anyKept() {
    return counts.accepted() + counts.duplicate() > 0;
  }
}
