package dev.uploadgateway;

import static java.util.stream.Collectors.joining;

import dev.uploadgateway.outbox.Quarantine;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * A sample day on its way through the gateway, as its clients see it.
 *
 * @param answer of intake
 * @param row of {@code /uploads}, once nothing of it waits any more
 */
record FirstUpload(SampleDay day, JsonNode answer, JsonNode row) {

  private static final String PATH = "/v1/datasets/" + LocalRun.DATASET;

  /** Posts the day and returns when everything of it was delivered or quarantined. */
  static FirstUpload of(SampleDay day, Api gateway, Api sandbox) {
    expect(
        200,
        sandbox.post(
            "/_sandbox/faults",
            """
            {"kind": "invalid_event", "order_id": "%s"}
            """
                .formatted(day.cursedOrder())));
    JsonNode answer = expect(202, gateway.post(PATH + "/events", day.body()));
    JsonNode row =
        Awaitility.await("delivery of " + day.uploadTag())
            .atMost(Duration.ofMinutes(1))
            .until(() -> row(day, gateway), found -> found.path("pending_entries").asLong(-1) == 0);
    return new FirstUpload(day, answer, row);
  }

  private static JsonNode row(SampleDay day, Api gateway) {
    Api.Answer uploads = gateway.get(PATH + "/uploads?upload_tag=" + day.uploadTag());
    return expect(200, uploads).path("data").path(0);
  }

  private static JsonNode expect(int status, Api.Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException("HTTP " + answer.status() + ": " + answer.body());
    }
    return answer.json();
  }

  String summary(List<Quarantine.Row> quarantined) {
    return """

    %s
    The sales of %s, posted as upload %s to dataset %s

    %5d received
    %5d accepted
    %5d duplicate%s
    %5d rejected%s
    %5d remarked on%s

    What became of the accepted ones, in %d calls to Meta's stand-in:

    %5d delivered
    %5d in quarantine%s
    """
        .formatted(
            "-".repeat(100),
            day.date(),
            day.uploadTag(),
            LocalRun.DATASET,
            count("events_received"),
            count("events_accepted"),
            count("events_duplicate"),
            aboutDuplicates(),
            count("events_rejected"),
            findings("errors"),
            answer.path("warnings").size(),
            findings("warnings"),
            row.path("api_calls").asLong(),
            row.path("delivered_entries").asLong(),
            row.path("quarantined_entries").asLong(),
            quarantined.stream().map(FirstUpload::why).collect(joining()));
  }

  private long count(String member) {
    return answer.path(member).asLong();
  }

  private String aboutDuplicates() {
    return count("events_accepted") == 0
        ? line("all that was good is here since an earlier run, and counts once")
        : line("a receipt that came twice counts once");
  }

  private String findings(String member) {
    return answer
        .path(member)
        .valueStream()
        .map(finding ->
            line(
                "event %s, %s: %s. %s"
                    .formatted(
                        finding.path("index").asString(),
                        finding.path("field").asString(),
                        finding.path("code").asString(),
                        finding.path("message").asString())))
        .collect(joining());
  }

  private static String why(Quarantine.Row row) {
    return line(
        "batch %d: %s. %s".formatted(row.batch(), row.reason().code(), row.reason().sentence()));
  }

  private static String line(String text) {
    return "\n        " + text;
  }
}
