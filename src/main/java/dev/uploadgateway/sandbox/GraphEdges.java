package dev.uploadgateway.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The edges of a dataset: {@code events} to write ("Using the API"), the dataset itself, its
 * uploads ({@code ads-pixel/offline_event_uploads}) and what is measured of it to read.
 */
final class GraphEdges {

  private final Ledger ledger;
  private final Uploads uploads;
  private final Calls calls;
  private final Faults faults;
  private final MeasureEdges measures;
  private final InstantSource clock;

  GraphEdges(Ledger ledger, Uploads uploads, Calls calls, Faults faults, InstantSource clock) {
    this.ledger = ledger;
    this.uploads = uploads;
    this.calls = calls;
    this.faults = faults;
    this.measures = new MeasureEdges(ledger, clock);
    this.clock = clock;
  }

  /** One call, from its fault to its answer; null where it gets none. */
  @Nullable Answer post(HttpExchange exchange, Route route)
      throws IOException, InterruptedException {
    int id = calls.nextId();
    Fault fault = faults.next(route.object());
    if (fault != null && fault.kind() == FaultOrder.Kind.RESET && !fault.processes()) {
      // Closing with the body unread makes the kernel reset the connection
      calls.add(new Calls.Call(id, route, GraphRequest.headOf(exchange), fault, null));
      return null;
    }
    GraphRequest request = GraphRequest.read(exchange);
    if (fault != null && fault.kind() == FaultOrder.Kind.SLOW) {
      fault.await();
    }
    Answer due = fault == null || fault.processes() ? receive(id, route, request) : null;
    Answer answer = fault == null ? due : fault.distort(due);
    calls.add(new Calls.Call(id, route, request, fault, answer));
    if (fault != null && fault.kind() == FaultOrder.Kind.HANG) {
      fault.await();
    }
    return answer;
  }

  /** All or nothing: one event that breaks a rule, and none is kept. */
  private Answer receive(int id, Route route, GraphRequest request) {
    GraphError refusal = CallRules.access(route, request);
    if (refusal == null) {
      refusal = CallRules.upload(route, request);
    }
    if (refusal != null) {
      return refusal.answer();
    }
    List<Event> events = request.body().data();
    Dialect dialect = Objects.requireNonNull(Dialect.of(events), "mixed dialects were refused");
    long now = clock.instant().getEpochSecond();
    List<BadRow> bad = new ArrayList<>(EventRules.check(events, dialect, now));
    bad.addAll(faults.invalid(route.object(), events, dialect));
    if (!bad.isEmpty()) {
      return refuse(bad, dialect).answer();
    }
    String tag = request.parameter("upload_tag");
    Ledger.Delivery delivery = new Ledger.Delivery(id, route.object(), tag, now);
    int repeated = ledger.keep(delivery, events, dialect);
    String uploadId = tag == null ? "" : uploads.count(tag, delivery, events, repeated);
    return accepted(events.size(), dialect, uploadId);
  }

  private static GraphError refuse(List<BadRow> bad, Dialect dialect) {
    return switch (dialect) {
      case CONVERSIONS_API -> GraphError.badEvent(bad.getFirst().violation());
      case OFFLINE_CONVERSIONS_API -> GraphError.badRows(bad);
    };
  }

  private static Answer accepted(int events, Dialect dialect, String uploadId) {
    ObjectNode body = Answer.object();
    switch (dialect) {
      case CONVERSIONS_API -> {
        body.put("events_received", events).putArray("messages");
        body.put("fbtrace_id", Answer.newTrace());
      }
      case OFFLINE_CONVERSIONS_API -> body.put("id", uploadId).put("num_processed_entries", events);
    }
    return new Answer(200, body, Map.of("X-App-Usage", Answer.usage(1)));
  }

  /** The dataset or its uploads; null where Graph has no such path. */
  @Nullable Answer get(HttpExchange exchange, Route route) {
    GraphRequest request = GraphRequest.headOf(exchange);
    GraphError refusal = CallRules.access(route, request);
    if (refusal != null) {
      return refusal.answer();
    }
    String fields = request.parameter("fields");
    return switch (route.edge()) {
      case "" ->
          route.object().equals("dataset_quality")
              ? quality(request.parameter("dataset_id"))
              : Answer.ok(dataset(route.object(), fields));
      case "stats" -> measures.stats(route, request);
      case "uploads", "offline_event_uploads" ->
          Answer.ok(uploads.list(route.object(), request.parameter("upload_tag"), fields));
      default -> null;
    };
  }

  private Answer quality(@Nullable String dataset) {
    return dataset == null
        ? GraphError.invalidParameter("The parameter dataset_id is required").answer()
        : measures.quality(dataset);
  }

  private static ObjectNode dataset(String id, @Nullable String fields) {
    ObjectNode dataset =
        Answer.object()
            .put("id", id)
            .put("name", "Sandbox dataset " + id)
            .put("is_consolidated_container", true);
    if (fields != null) {
      Set<String> wanted = Set.copyOf(List.of(fields.split(",")));
      dataset.retain(
          dataset.propertyNames().stream()
              .filter(name -> name.equals("id") || wanted.contains(name))
              .toList());
    }
    return dataset;
  }
}
