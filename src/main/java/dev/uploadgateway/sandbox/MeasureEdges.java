package dev.uploadgateway.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Meta counts of the events it holds: {@code stats}, hour by hour, in the shape of a pixel's
 * where an {@code aggregation} is asked for and in that of an event set else, and {@code
 * dataset_quality} ("Dataset Quality API for Offline Events"). Six events in ten are matched, as in
 * the uploads; how Meta scores quality is its own affair: here it is the share of events with an
 * e-mail address or a telephone number, out of ten.
 */
final class MeasureEdges {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx");
  private static final long HOUR = 3_600;

  private final Ledger ledger;
  private final InstantSource clock;

  MeasureEdges(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  private record Hour(long time, String event) implements Comparable<Hour> {
    @Override
    public int compareTo(Hour other) {
      int order = Long.compare(time, other.time);
      return order == 0 ? event.compareTo(other.event) : order;
    }
  }

  private static final class Contacts {
    int events;
    int mails;
    int phones;
    int either;
    long delay;
  }

  Answer stats(Route route, GraphRequest request) {
    boolean ofPixel = request.parameter("aggregation") != null;
    long start = seconds(request.parameter(ofPixel ? "start_time" : "start"), 0);
    long end = seconds(request.parameter(ofPixel ? "end_time" : "end"), Long.MAX_VALUE);
    Map<Hour, Integer> counts = new TreeMap<>();
    for (byte[] text : ledger.texts(route.object())) {
      JsonNode event = JsonMapper.shared().readTree(text);
      long time = event.path("event_time").longValue();
      if (time >= start && time < end) {
        long hour = Math.floorDiv(time, HOUR) * HOUR;
        counts.merge(new Hour(hour, event.path("event_name").asString("")), 1, Integer::sum);
      }
    }
    return Page.of(
        ofPixel ? hours(counts) : rows(counts),
        new GraphRequest(
            request.headers(), withoutFields(request), request.body(), request.bytes()),
        route);
  }

  private static List<ObjectNode> hours(Map<Hour, Integer> counts) {
    Map<Long, ObjectNode> hours = new TreeMap<>();
    counts.forEach((hour, count) -> {
      ObjectNode row =
          hours.computeIfAbsent(
              hour.time(),
              time -> {
                ObjectNode made =
                    Answer.object()
                        .put("aggregation", "event_total_counts")
                        .put(
                            "start_time",
                            OffsetDateTime.ofInstant(Instant.ofEpochSecond(time), ZoneOffset.UTC)
                                .format(TIME));
                made.putArray("data");
                return made;
              });
      ((ArrayNode) row.path("data")).addObject().put("value", hour.event()).put("count", count);
    });
    return new ArrayList<>(hours.values());
  }

  private static List<ObjectNode> rows(Map<Hour, Integer> counts) {
    List<ObjectNode> rows = new ArrayList<>();
    counts.forEach((hour, count) ->
        rows.add(
            Answer.object()
                .put("event", hour.event())
                .put("time", hour.time())
                .put("count", count)
                .put("matched_count", count * 6 / 10)));
    return rows;
  }

  Answer quality(String dataset) {
    Map<String, Contacts> byName = new TreeMap<>();
    long now = clock.instant().getEpochSecond();
    for (byte[] text : ledger.texts(dataset)) {
      JsonNode event = JsonMapper.shared().readTree(text);
      JsonNode customer =
          event.has("user_data") ? event.path("user_data") : event.path("match_keys");
      boolean mail = customer.has("em") || customer.has("email");
      boolean phone = customer.has("ph") || customer.has("phone");
      Contacts sum =
          byName.computeIfAbsent(event.path("event_name").asString(""), name -> new Contacts());
      sum.events++;
      sum.mails += mail ? 1 : 0;
      sum.phones += phone ? 1 : 0;
      sum.either += mail || phone ? 1 : 0;
      sum.delay += now - event.path("event_time").longValue();
    }
    ObjectNode body = Answer.object();
    ArrayNode offline = body.putArray("offline");
    byName.forEach((name, sum) -> {
      ObjectNode row = offline.addObject().put("event_name", name);
      row.putObject("composite").put("score", 10.0 * sum.either / sum.events);
      ArrayNode keys = row.putObject("match_key").putArray("coverage");
      keys.addObject().put("identifier", "email").put("percentage", 100.0 * sum.mails / sum.events);
      keys.addObject()
          .put("identifier", "phone")
          .put("percentage", 100.0 * sum.phones / sum.events);
      row.putObject("freshness").put("average_seconds", sum.delay / sum.events);
    });
    return Answer.ok(body);
  }

  private static Map<String, String> withoutFields(GraphRequest request) {
    Map<String, String> query = new TreeMap<>(request.query());
    query.remove("fields");
    return query;
  }

  private static long seconds(@Nullable String text, long otherwise) {
    return text != null && text.matches("\\d{1,12}") ? Long.parseLong(text) : otherwise;
  }
}
