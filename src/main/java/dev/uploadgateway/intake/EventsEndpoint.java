package dev.uploadgateway.intake;

import dev.uploadgateway.database.Outage;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.problem.BodyRoom;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /v1/datasets/{dataset}/events}: raw conversions in. The answer leaves after the
 * commit, always.
 */
@RestController
class EventsEndpoint {

  private static final Logger log = LoggerFactory.getLogger(EventsEndpoint.class);

  private final Intake intake;
  private final IntakeProperties properties;
  private final Datasets datasets;
  private final IntakeMeters meters;
  private final JsonMapper json;

  EventsEndpoint(
      Intake intake,
      IntakeProperties properties,
      Datasets datasets,
      IntakeMeters meters,
      JsonMapper json) {
    this.intake = intake;
    this.properties = properties;
    this.datasets = datasets;
    this.meters = meters;
    this.json = json;
  }

  @PostMapping(path = "/v1/datasets/{dataset}/events", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> json(
      @PathVariable String dataset,
      @RequestParam(name = "upload_tag", required = false) @Nullable String tagParameter,
      HttpServletRequest request) {
    Dataset destination = datasets.get(dataset);
    Reception reception = intake.begin(destination);
    JsonBody body =
        Body.read(
            request,
            properties.maxBody(),
            parser ->
                JsonBody.read(
                    parser,
                    reception,
                    new JsonBody.Most(properties.maxEvents(), "NDJSON takes any number")));
    String tag = Target.tag(body.uploadTag() == null ? tagParameter : body.uploadTag());
    requireEvents(reception);
    Lane lane = new Lane(destination.number(), tag, Target.namespace(body.namespaceId()));
    keep(datasets, destination, () -> intake.store(lane, reception));
    return answer(destination, reception, tag);
  }

  @PostMapping(
      path = "/v1/datasets/{dataset}/events",
      consumes = MediaType.APPLICATION_NDJSON_VALUE)
  ResponseEntity<byte[]> ndjson(
      @PathVariable String dataset,
      @RequestParam(name = "upload_tag", required = false) @Nullable String tagParameter,
      @RequestParam(name = "namespace_id", required = false) @Nullable String namespaceId,
      HttpServletRequest request) {
    Dataset destination = datasets.get(dataset);
    Reception reception = intake.begin(destination);
    String tag = Target.tag(tagParameter);
    Lane lane = new Lane(destination.number(), tag, Target.namespace(namespaceId));
    BodyRoom.markStored(request);
    Body.read(
        request,
        properties.maxStream(),
        parser -> {
          keep(
              datasets,
              destination,
              () -> intake.stream(lane, events -> readLine(parser, events), reception));
          return reception;
        });
    requireEvents(reception);
    return answer(destination, reception, tag);
  }

  private static boolean readLine(JsonParser parser, Reception reception) {
    if (parser.nextToken() == null) {
      return false;
    }
    reception.read(parser);
    return true;
  }

  static void requireEvents(Reception reception) {
    if (reception.received() == 0) {
      throw new Problem(HttpStatus.BAD_REQUEST, "data_empty", "The body holds no event");
    }
  }

  /**
   * Where Postgres cannot keep the events now, the client is told to keep them for a while; and
   * where the dataset is gone, which another replica may know first, that there is none.
   */
  static void keep(Datasets datasets, Dataset destination, Runnable work) {
    try {
      work.run();
    } catch (DataIntegrityViolationException e) {
      datasets.requireStillThere(destination);
      throw e;
    } catch (RuntimeException e) {
      if (!Outage.isBehind(e)) {
        throw e;
      }
      log.error("Events could not be stored and were refused: {}", Outage.describe(e));
      // Not "nothing was stored": a commit whose answer was lost may have succeeded.
      throw new Problem(
              HttpStatus.SERVICE_UNAVAILABLE,
              "storage_unavailable",
              "The gateway cannot keep events right now. Send them again: what should be stored all the same"
                  + " is told as a duplicate")
          .withHeader(HttpHeaders.RETRY_AFTER, "5");
    }
  }

  private ResponseEntity<byte[]> answer(Dataset dataset, Reception reception, String tag) {
    Answer answer = reception.answer(tag);
    meters.count(dataset, answer.counts(), reception);
    return ResponseEntity.status(
            answer.anyKept() ? HttpStatus.ACCEPTED : HttpStatus.UNPROCESSABLE_CONTENT)
        // Whatever the client said it accepts: the events are stored by now.
        .contentType(MediaType.APPLICATION_JSON)
        // Their length is known, so that they leave in one piece: a mapped answer goes in chunks,
        // and in
        // two packets, which was a twentieth of a request of one event.
        .body(json.writeValueAsBytes(answer));
  }
}
