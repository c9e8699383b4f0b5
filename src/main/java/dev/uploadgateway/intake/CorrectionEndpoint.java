package dev.uploadgateway.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/datasets/{dataset}/quarantine/{event_key}/correct}: an event in quarantine gives
 * way to a corrected one.
 */
@RestController
class CorrectionEndpoint {

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

  private final Correcting correcting;
  private final Datasets datasets;

  CorrectionEndpoint(Correcting correcting, Datasets datasets) {
    this.correcting = correcting;
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
    Correcting.Outcome outcome =
        correcting.correct(destination, wrong, reception -> read(request, reception));
    return switch (outcome) {
      case Correcting.Outcome.Stored stored ->
          ResponseEntity.accepted()
              .contentType(MediaType.APPLICATION_JSON)
              .body(
                  new Correction(
                      stored.event().hex(),
                      wrong.hex(),
                      stored.uploadTag(),
                      "pending",
                      stored.warnings()));
      case Correcting.Outcome.Rejected rejected ->
          ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
              .contentType(MediaType.APPLICATION_JSON)
              .body(
                  new Answer(
                      rejected.uploadTag(),
                      new Answer.Counts(1, 0, 0, 1),
                      rejected.errors(),
                      rejected.warnings(),
                      new Answer.Omitted(rejected.omitted(), 0)));
    };
  }

  private static void read(HttpServletRequest request, Reception reception) {
    Body.read(
        request,
        DataSize.ofBytes(Body.READ_AT_MOST),
        parser -> {
          Correcting.readOne(parser, reception);
          return reception;
        });
  }

  private static EventKey key(String text) {
    return EventKey.parse(text)
        .orElseThrow(() ->
            new Problem(
                    HttpStatus.BAD_REQUEST,
                    "invalid_parameter",
                    "An event key has 32 hex digits, or is a UUID")
                .with("parameter", "event_key"));
  }
}
