package dev.uploadgateway.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dispatch.DispatchProperties;
import dev.uploadgateway.outbox.Corrections;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonParser;

/**
 * {@code POST /v1/datasets/{dataset}/quarantine/{event_key}/correct}: an event in quarantine gives
 * way to a corrected one, which is checked as at intake and goes to the same upload.
 */
@RestController
class CorrectionEndpoint {

  private static final Logger log = LoggerFactory.getLogger(CorrectionEndpoint.class);

  private static final Pattern KEY =
      Pattern.compile(
          "(\\p{XDigit}{8})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{12})");

  /** Where a correction is stored, and counted. */
  @Component
  record Books(
      Corrections corrections,
      DispatchProperties dispatch,
      IntakeMeters intakeMeters,
      MeterRegistry meters) {}

  /**
   * @param eventKey of the corrected event, which waits to be sent
   * @param replaced the key of the one that was in quarantine; the same where nothing was corrected
   *     that tells events apart
   */
  record Correction(
      @JsonProperty("event_key") String eventKey,
      String replaced,
      @JsonProperty("upload_tag") String uploadTag,
      String state,
      List<Finding> warnings) {}

  private final Intake intake;
  private final Books books;
  private final Datasets datasets;

  CorrectionEndpoint(Intake intake, Books books, Datasets datasets) {
    this.intake = intake;
    this.books = books;
    this.datasets = datasets;
  }

  @PostMapping(
      path = "/v1/datasets/{dataset}/quarantine/{event_key}/correct",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Object> correct(
      @PathVariable String dataset,
      @PathVariable("event_key") String eventKey,
      HttpServletRequest request) {
    Dataset destination = datasets.get(dataset);
    EventKey wrong = key(eventKey);
    Lane lane =
        books
            .corrections()
            .laneOf(destination.number(), wrong)
            .orElseThrow(CorrectionEndpoint::gone);
    Reception reception = intake.begin(destination);
    Body.read(request, DataSize.ofBytes(Body.READ_AT_MOST), parser -> readOne(parser, reception));
    List<Entry> entries = reception.take(lane);
    Answer answer = reception.answer(lane.uploadTag());
    if (entries.isEmpty()) {
      books.intakeMeters().count(destination, answer.counts(), reception);
      return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
          .contentType(MediaType.APPLICATION_JSON)
          .body(answer);
    }
    Entry corrected = entries.getFirst();
    requireDone(books.corrections().correct(lane, wrong, corrected, books.dispatch().linger()));
    count(destination, answer, reception);
    return ResponseEntity.accepted()
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            new Correction(
                corrected.key().hex(),
                wrong.hex(),
                lane.uploadTag(),
                "pending",
                answer.warnings()));
  }

  private static Reception readOne(JsonParser parser, Reception reception) {
    if (parser.nextToken() == null) {
      throw notOne();
    }
    reception.read(parser);
    if (parser.nextToken() != null) {
      throw notOne();
    }
    return reception;
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
    books.intakeMeters().count(dataset, answer.counts(), reception);
    books
        .meters()
        .counter("gateway.quarantine.events", "dataset", dataset.id(), "decision", "corrected")
        .increment();
  }

  private static EventKey key(String text) {
    Matcher key = KEY.matcher(text);
    if (!key.matches()) {
      throw new Problem(
              HttpStatus.BAD_REQUEST,
              "invalid_parameter",
              "An event key has 32 hex digits, or is a UUID")
          .with("parameter", "event_key");
    }
    return new EventKey(UUID.fromString(key.replaceFirst("$1-$2-$3-$4-$5")));
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
