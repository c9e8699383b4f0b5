package dev.uploadgateway.facade;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.intake.DryRun;
import dev.uploadgateway.intake.Target;
import dev.uploadgateway.intake.WholeIntake;
import dev.uploadgateway.intake.WholeIntake.Result;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What writes: events in either dialect, their dry run, and uploads to be filled. */
@Component
class EventsEdge {

  private final WholeIntake intake;
  private final Clock clock;

  EventsEdge(WholeIntake intake, Clock clock) {
    this.intake = intake;
    this.clock = clock;
  }

  /**
   * What the Conversions API answers.
   *
   * @param messages what was remarkable; Meta's are a list of texts too
   */
  record EventsReceived(
      @JsonProperty("events_received") long events,
      List<String> messages,
      @JsonProperty("fbtrace_id") String trace) {}

  /**
   * Repeated events count like new ones: Meta does not tell them apart in its answer.
   *
   * @param inUserData whether to answer as the Conversions API does, whatever the events look like
   * @throws Refusal if any event is invalid; then nothing was stored
   */
  Object send(Dataset dataset, GraphCall call, boolean inUserData, String trace) {
    EventList events = call.events();
    Target target = target(dataset, call);
    return switch (GraphJson.read(events, parser -> intake.take(dataset, target, parser))) {
      case Result.Taken(long taken, List<String> remarks) ->
          inUserData || events.userData()
              ? new EventsReceived(taken, messages(call, remarks), trace)
              : Map.of("num_processed_entries", taken);
      case Result.Invalid(var entries) -> throw GraphError.invalidEntries(entries).refusal();
      case Result.Overlapping() -> throw GraphError.alreadyUploaded().refusal();
    };
  }

  DryRun validate(Dataset dataset, GraphCall call) {
    Target target = target(dataset, call);
    return GraphJson.read(call.events(), parser -> intake.tryOut(dataset, target, parser));
  }

  /** The upload that has the tag already, if any: its id is what the client asks for. */
  Map<String, Object> open(Dataset dataset, GraphCall call) {
    String tag = call.parameter("upload_tag");
    if (tag == null) {
      throw GraphError.invalidParameter("The parameter upload_tag is required").refusal();
    }
    return Map.of("id", Long.toString(intake.open(dataset, tag)));
  }

  /**
   * Events of any number of calls go out together, so what is said of one is the dataset's to say.
   */
  private static List<String> messages(GraphCall call, List<String> remarks) {
    List<String> messages = new ArrayList<>(remarks);
    for (String parameter : List.of("test_event_code", "partner_agent")) {
      if (call.parameter(parameter) != null) {
        messages.add(parameter + " is not handed on with a call: set it with the dataset");
      }
    }
    return messages;
  }

  private Target target(Dataset dataset, GraphCall call) {
    return new Target(uploadTag(dataset, call), call.parameter("namespace_id"), rows(call));
  }

  /** The Conversions API takes calls without a tag; theirs is the day (UTC) of their arrival. */
  private String uploadTag(Dataset dataset, GraphCall call) {
    String id = call.parameter("upload_id");
    if (id != null) {
      return tagOf(dataset, id);
    }
    String tag = call.parameter("upload_tag");
    return tag == null ? LocalDate.now(clock).toString() : tag;
  }

  private String tagOf(Dataset dataset, String id) {
    return (id.matches("\\d{1,18}")
            ? intake.uploadTag(dataset, Long.parseLong(id))
            : Optional.<String>empty())
        .orElseThrow(() ->
            GraphError.invalidParameter("The parameter upload_id is no upload of this dataset")
                .refusal());
  }

  /**
   * Rows are counted within an upload that was opened. Those of a tag may be of many files: the
   * second one's would pass for what was stored before, and be lost.
   */
  private static Target.@Nullable Rows rows(GraphCall call) {
    String progress = call.parameter("progress");
    if (progress == null) {
      return null;
    }
    JsonNode range = GraphJson.tree("progress", progress);
    Target.Rows rows = new Target.Rows(row(range, "start_inclusive"), row(range, "end_exclusive"));
    return call.parameter("upload_id") == null ? null : rows;
  }

  private static long row(JsonNode range, String name) {
    return range
        .path(name)
        .asLongOpt()
        .orElseThrow(() ->
            GraphError.invalidParameter(
                    "The parameter progress has start_inclusive and end_exclusive, which are numbers")
                .refusal());
  }
}
