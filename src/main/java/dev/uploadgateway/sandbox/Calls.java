package dev.uploadgateway.sandbox;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every POST of events, whatever became of it. Never the token.
 *
 * <p>The last 10,000 calls are kept, the rows of a refused call only up to 100; the totals per
 * dataset count all of them.
 */
final class Calls {

  private static final int MAX_CALLS = 10_000;
  private static final int MAX_ROWS = 100;

  private final InstantSource clock;
  private final Deque<ObjectNode> calls = new ArrayDeque<>();
  private final Map<String, Total> totals = new TreeMap<>();
  private int lastId;

  Calls(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * One POST of events.
   *
   * @param answer null where nothing was answered
   */
  record Call(
      int id, Route route, GraphRequest request, @Nullable Fault fault, @Nullable Answer answer) {}

  private static final class Total {
    int calls;
    long events;
    long accepted;
    long bytes;
  }

  synchronized int nextId() {
    return ++lastId;
  }

  synchronized void add(Call call) {
    if (calls.size() == MAX_CALLS) {
      calls.removeFirst();
    }
    ObjectNode row = describe(call);
    calls.addLast(row);
    Total total = totals.computeIfAbsent(call.route().object(), dataset -> new Total());
    total.calls++;
    total.events += row.path("events").intValue();
    total.bytes += call.request().bytes();
    if (call.answer() != null && call.answer().status() == 200) {
      total.accepted += row.path("events").intValue();
    }
  }

  private ObjectNode describe(Call call) {
    GraphRequest request = call.request();
    List<Event> events = request.body().data();
    Dialect dialect = events.isEmpty() ? null : Dialect.of(events);
    Answer answer = call.answer();
    Fault fault = call.fault();
    ObjectNode row =
        Answer.object()
            .put("id", call.id())
            .put("dataset", call.route().object())
            .put("upload_tag", request.parameter("upload_tag"))
            .put("dialect", dialect == null ? null : lower(dialect))
            .put("events", events.size())
            .put("bytes", request.bytes())
            .put("http_status", answer == null ? null : (Integer) answer.status());
    row.set("answer", answer == null ? null : shortened(answer));
    row.put("fbtrace_id", answer == null || answer.trace().isEmpty() ? null : answer.trace())
        .put("fault", fault == null ? null : lower(fault.kind()));
    row.putObject("headers_seen")
        .put("content_type", request.header("Content-Type"))
        .put("content_encoding", request.header("Content-Encoding"))
        .put("authorization", request.hasBearer() ? "Bearer" : null)
        .set("names", names(request.headers().keySet()));
    return row.put("token_in_url", request.tokenInUrl())
        .put("version", call.route().version())
        .put("at", clock.instant().toString());
  }

  private static ArrayNode names(Set<String> headers) {
    ArrayNode names = Answer.object().putArray("names");
    new TreeSet<>(headers).forEach(names::add);
    return names;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static JsonNode shortened(Answer answer) {
    if (answer.body().at("/error/error_data/invalid_entries").size() <= MAX_ROWS) {
      return answer.body();
    }
    ObjectNode copy = (ObjectNode) answer.body().deepCopy();
    ArrayNode rows = (ArrayNode) copy.at("/error/error_data/invalid_entries");
    while (rows.size() > MAX_ROWS) {
      rows.remove(rows.size() - 1);
    }
    return copy;
  }

  /** The calls, oldest first; {@code count} ignores the limit. */
  synchronized ObjectNode describe(@Nullable String dataset, int limit) {
    ObjectNode answer = Answer.object();
    ArrayNode data = answer.arrayNode();
    int count = 0;
    for (ObjectNode call : calls) {
      boolean matches = dataset == null || call.path("dataset").asString().equals(dataset);
      if (matches && count++ < limit) {
        data.add(call);
      }
    }
    answer.put("count", count).set("data", data);
    return answer;
  }

  /** Sums per dataset since the start or the last clearing. */
  synchronized ObjectNode totals() {
    ObjectNode answer = Answer.object();
    totals.forEach((dataset, total) ->
        answer
            .putObject(dataset)
            .put("calls", total.calls)
            .put("events_sent", total.events)
            .put("events_accepted", total.accepted)
            .put("bytes", total.bytes));
    return answer;
  }

  synchronized void clear() {
    calls.clear();
    totals.clear();
  }
}
