package dev.uploadgateway.facade;

import dev.uploadgateway.database.Outage;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Every call of the facade, from its path to its answer or to an error in Meta's envelope. The
 * {@code fbtrace_id} is the request's id, which finds it in the log.
 */
@RestController
class FacadeEndpoint {

  private static final Logger log = LoggerFactory.getLogger(FacadeEndpoint.class);

  private static final String NEWEST_VERSION = "v26.0";

  /** Without a version. */
  private static final String OBJECT = "/{id:(?:act_)?\\d+}";

  private static final String TRACE = "x-fb-trace-id";

  private final Doorkeeper doorkeeper;
  private final Datasets datasets;
  private final EventsEdge events;
  private final ReportEdges reports;
  private final SetupEdges setup;

  FacadeEndpoint(
      Doorkeeper doorkeeper,
      Datasets datasets,
      EventsEdge events,
      ReportEdges reports,
      SetupEdges setup) {
    this.doorkeeper = doorkeeper;
    this.datasets = datasets;
    this.events = events;
    this.reports = reports;
    this.setup = setup;
  }

  @RequestMapping({
    "/{version:v\\d+[.]\\d+}/**",
    OBJECT,
    OBJECT + "/",
    OBJECT + "/{edge}",
    OBJECT + "/{edge}/",
    "/capi/{id}/events",
    "/api_version"
  })
  ResponseEntity<Object> answer(HttpServletRequest request, HttpServletResponse response) {
    Route route = Route.of(request);
    GraphCall call = doorkeeper.admit(request, route);
    String inHead = GraphCall.keyInHead(request);
    String key = inHead == null ? call.key() : inHead;
    String trace = trace(response);
    NotHandedOn.refuse(route.edge(), call);
    Object answer =
        switch (route.edge()) {
          case SEND_EVENTS -> events.send(dataset(route), call, route.capi(), trace);
          case VALIDATE -> events.validate(dataset(route), call);
          case OPEN_UPLOAD -> events.open(dataset(route), call);
          case UPLOADS, OFFLINE_EVENT_UPLOADS -> reports.uploads(dataset(route), call);
          case STATS -> reports.stats(dataset(route), call);
          case PROGRESS -> reports.progress(route.id());
          case NODE -> reports.node(route.id(), call);
          case API_VERSION -> Map.of("api_version", NEWEST_VERSION);
          case CREATE_EVENT_SET, CREATE_DATASET -> setup.create(route.id(), call, key);
          case EVENT_SETS, DATASETS -> setup.list(route.id(), call, key);
          case ASSIGN_ACCOUNT, SHARE_ACCOUNT -> setup.assign(route.id(), call);
          case ACCOUNTS, SHARED_ACCOUNTS -> setup.accounts(route.id(), call);
          case SHARE -> setup.share(route.id(), call);
          case AGENCIES -> setup.agencies(route.id());
          case TRACK -> setup.track(route.id(), call, key);
          case TRACKED -> setup.tracked(route.id(), call, key);
          case CREATE_CUSTOM_CONVERSION -> setup.createConversion(route.id(), call, key);
          case CUSTOM_CONVERSIONS -> setup.conversions(route.id(), call, key);
          case INSIGHTS -> setup.insights(route.id(), call, key);
        };
    // A custom gateway endpoint answers 202: the SDKs take everything else for a failure.
    return answer(route.capi() ? HttpStatus.ACCEPTED : HttpStatus.OK, trace, answer);
  }

  @ExceptionHandler
  ResponseEntity<Object> refusal(
      Refusal refusal, HttpServletRequest request, HttpServletResponse response) {
    return answer(refusal.error(), request, response);
  }

  @ExceptionHandler
  ResponseEntity<Object> problem(
      Problem problem, HttpServletRequest request, HttpServletResponse response) {
    String retryAfter = problem.header(HttpHeaders.RETRY_AFTER);
    if (retryAfter != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, retryAfter);
    }
    return answer(GraphError.of(problem), request, response);
  }

  /** A bug; or an outage, which is not the client's fault and soon over. */
  @ExceptionHandler
  ResponseEntity<Object> unexpected(
      Exception failure, HttpServletRequest request, HttpServletResponse response) {
    if (Outage.isBehind(failure)) {
      log.error(
          "The database cannot be reached, and a call was refused: {}", Outage.describe(failure));
      return answer(
          GraphError.temporarilyUnavailable(
              "The gateway cannot keep events right now. Send them again: repeats count once"),
          request,
          response);
    }
    log.error("A call failed", failure);
    return answer(GraphError.bug(), request, response);
  }

  private Dataset dataset(Route route) {
    return datasets.get(route.id());
  }

  private static ResponseEntity<Object> answer(
      GraphError error, HttpServletRequest request, HttpServletResponse response) {
    if (error.status() == HttpStatus.SERVICE_UNAVAILABLE
        && !response.containsHeader(HttpHeaders.RETRY_AFTER)) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "5");
    }
    if (error.status() == HttpStatus.UNAUTHORIZED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "OAuth \"Facebook Platform\"");
    }
    boolean alwaysOk = GraphCall.suppressesHttpCode(request);
    String trace = trace(response);
    return answer(alwaysOk ? HttpStatus.OK : error.status(), trace, error.envelope(trace));
  }

  private static ResponseEntity<Object> answer(HttpStatus status, String trace, Object body) {
    return ResponseEntity.status(status)
        .header(TRACE, trace)
        // Whatever the client said it accepts: what was to be done is done by now.
        .contentType(MediaType.APPLICATION_JSON)
        .body(body);
  }

  private static String trace(HttpServletResponse response) {
    String id = response.getHeader("X-Request-Id");
    return id == null ? "" : id;
  }
}
