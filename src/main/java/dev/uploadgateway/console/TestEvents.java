package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.intake.Target;
import dev.uploadgateway.intake.WholeIntake;
import dev.uploadgateway.problem.Problem;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Sends an event that nobody did, to see it arrive. Only where the dataset has a code for test
 * events, under which Meta shows it; Meta counts it all the same, so it has no value and is of
 * nobody.
 */
@Component
class TestEvents {

  private final Datasets datasets;
  private final WholeIntake intake;
  private final JsonMapper json;
  private final Clock clock;

  TestEvents(Datasets datasets, WholeIntake intake, JsonMapper json, Clock clock) {
    this.datasets = datasets;
    this.intake = intake;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Returns once it is kept; it goes out like any other.
   *
   * @throws Problem 404 {@code unknown_dataset}; 409 {@code no_test_event_code}
   */
  void send(String dataset) {
    Dataset destination = datasets.get(dataset);
    if (destination.delivery().testEventCode() == null) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "no_test_event_code",
          "Save a test event code first: without one Meta would take a test for a sale");
    }
    long now = clock.instant().getEpochSecond();
    ArrayNode events = json.createArrayNode();
    events
        .addObject()
        .put("event_name", "Other")
        .put("event_time", now)
        .put("order_id", "test-" + clock.millis())
        .putObject("match_keys")
        .put("email", "test@example.com");
    JsonParser parser = json.createParser(json.writeValueAsString(events));
    parser.nextToken();
    switch (intake.take(destination, new Target("console test", null, null), parser)) {
      case WholeIntake.Result.Taken _ -> {}
      case WholeIntake.Result.Invalid(List<?> entries) ->
          throw new IllegalStateException("The test event is invalid: " + entries);
      case WholeIntake.Result.Overlapping() ->
          throw new IllegalStateException("The test event numbers no rows");
    }
  }
}
