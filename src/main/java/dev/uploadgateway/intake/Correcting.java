package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dispatch.DispatchProperties;
import dev.uploadgateway.outbox.Corrections;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Lets an event in quarantine give way to a corrected one, which is checked as at intake and goes
 * to the same upload.
 */
@Component
public class Correcting {

  private static final Logger log = LoggerFactory.getLogger(Correcting.class);

  /** What became of a correction. */
  public sealed interface Outcome {

    /**
     * The corrected event is stored and waits to be sent; the one in quarantine is gone.
     *
     * @param event the key of the corrected one
     */
    record Stored(EventKey event, String uploadTag, List<Finding> warnings) implements Outcome {}

    /**
     * Intake would reject it, and nothing was changed.
     *
     * @param omitted how many errors there are beyond those listed
     */
    record Rejected(String uploadTag, List<Finding> errors, List<Finding> warnings, long omitted)
        implements Outcome {}
  }

  /** Where it is counted. */
  @Component
  record Books(IntakeMeters intake, MeterRegistry meters) {}

  private final Intake intake;
  private final Corrections corrections;
  private final DispatchProperties dispatch;
  private final Books books;

  Correcting(Intake intake, Corrections corrections, DispatchProperties dispatch, Books books) {
    this.intake = intake;
    this.corrections = corrections;
    this.dispatch = dispatch;
    this.books = books;
  }

  /**
   * @param wrong the key of the event in quarantine
   * @param corrected the event as JSON, as an element of {@code data} at intake
   * @throws Problem 404 {@code unknown_event}; 409 {@code unopened_batch}, {@code duplicate_event},
   *     {@code several_events}; 400 where it is not one object of JSON. Nothing was changed then
   */
  public Outcome correct(Dataset dataset, EventKey wrong, String corrected) {
    return correct(
        dataset,
        wrong,
        reception -> {
          try (JsonParser parser = IntakeJson.MAPPER.createParser(corrected)) {
            readOne(parser, reception);
          } catch (JacksonException e) {
            // whose message may quote what was given
            throw notOne();
          }
        });
  }

  /**
   * @param reading reads the one event into the reception
   */
  Outcome correct(Dataset dataset, EventKey wrong, Consumer<Reception> reading) {
    Lane lane = corrections.laneOf(dataset.number(), wrong).orElseThrow(Correcting::gone);
    Reception reception = intake.begin(dataset);
    reading.accept(reception);
    List<Entry> entries = reception.take(lane);
    Answer answer = reception.answer(lane.uploadTag());
    if (entries.isEmpty()) {
      books.intake().count(dataset, answer.counts(), reception);
      return new Outcome.Rejected(
          lane.uploadTag(), answer.errors(), answer.warnings(), answer.omitted().errors());
    }
    Entry corrected = entries.getFirst();
    requireDone(corrections.correct(lane, wrong, corrected, dispatch.linger()));
    count(dataset, answer, reception);
    return new Outcome.Stored(corrected.key(), lane.uploadTag(), answer.warnings());
  }

  /**
   * @throws Problem 400 {@code invalid_body} where there is none, or another after it
   */
  static void readOne(JsonParser parser, Reception reception) {
    if (parser.nextToken() == null) {
      throw notOne();
    }
    reception.read(parser);
    if (parser.nextToken() != null) {
      throw notOne();
    }
  }

  private static void requireDone(Corrections.Corrected outcome) {
    switch (outcome) {
      case DONE -> {}
      case GONE -> throw gone();
      case UNOPENED ->
          throw conflict(
              "unopened_batch",
              "The event shares an envelope that cannot be opened with others: release them once it can");
      case DUPLICATE ->
          throw conflict(
              "duplicate_event",
              "The corrected event is stored already as another one: discard that in quarantine instead");
      case SEVERAL ->
          throw conflict(
              "several_events",
              "Events of several days have this key: release or discard them by their batches");
    }
  }

  private void count(Dataset dataset, Answer answer, Reception reception) {
    log.info("quarantine dataset={} corrected=1", dataset.id());
    books.intake().count(dataset, answer.counts(), reception);
    books
        .meters()
        .counter("gateway.quarantine.events", "dataset", dataset.id(), "decision", "corrected")
        .increment();
  }

  private static Problem gone() {
    return new Problem(
        HttpStatus.NOT_FOUND,
        "unknown_event",
        "No event of this key is in quarantine, or somebody has just decided on it. Nothing was changed");
  }

  private static Problem notOne() {
    return new Problem(
        HttpStatus.BAD_REQUEST, "invalid_body", "The body is one event, as an object of JSON");
  }

  private static Problem conflict(String code, String why) {
    return new Problem(HttpStatus.CONFLICT, code, why + ". Nothing was changed");
  }
}
