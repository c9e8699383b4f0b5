package dev.uploadgateway.setup;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.meta.GraphApi;
import dev.uploadgateway.problem.Problem;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Asks Meta for what it counted, at the edges of either generation: {@code offline_event_uploads}
 * or {@code uploads}, {@code stats} of a pixel or of an event set, and {@code dataset_quality}
 * ("Dataset Quality API for Offline Events"). How rows of {@code stats} look is not documented
 * whole: both shapes are read, and a row of neither is passed over.
 */
@Component
class MetaFiguresReader {

  /** Ten pages; the latest uploads come first. */
  private static final int MOST_UPLOADS = 1_000;

  private static final int MOST_HOURS = 2_000;
  private static final Duration HOURS_BACK = Duration.ofDays(7);
  private static final long HOUR = 3_600;

  /** As Graph writes times: {@code 2026-11-23T10:00:00+0000}. */
  private static final DateTimeFormatter GRAPH_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HHmm", "+0000")
          .toFormatter();

  private static final List<String> COUNTS =
      List.of(
          "count",
          "matched_count",
          "attributed_count",
          "duplicate_count",
          "usd_amount",
          "matched_usd_amount",
          "attributed_usd_amount");

  private final Graph graph;
  private final Clock clock;

  MetaFiguresReader(Graph graph, Clock clock) {
    this.graph = graph;
    this.clock = clock;
  }

  /**
   * @throws Problem if Meta does not tell
   */
  Map<String, MetaUpload> uploads(GraphApi.As as, Dataset dataset) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(
        "fields",
        "upload_tag,valid_entries,matched_entries,duplicate_entries,match_rate_approx,is_excluded_for_lift");
    parameters.put("sort_by", "LAST_UPLOAD_TIME");
    parameters.put("order", "DESCENDING");
    String path = Edge.UPLOADS.of(dataset.id(), dataset.delivery().wire());
    Map<String, MetaUpload> uploads = new HashMap<>();
    for (JsonNode row : graph.list(as, path, parameters, MOST_UPLOADS).path("data")) {
      String tag = row.path("upload_tag").asString("");
      if (!tag.isEmpty()) {
        BigDecimal rate = number(row.path("match_rate_approx"));
        uploads.putIfAbsent(
            tag,
            new MetaUpload(
                whole(row.path("valid_entries")),
                whole(row.path("matched_entries")),
                whole(row.path("duplicate_entries")),
                rate == null ? null : Integer.valueOf(rate.intValue()),
                row.path("is_excluded_for_lift").isBoolean()
                    ? Boolean.valueOf(row.path("is_excluded_for_lift").asBoolean())
                    : null));
      }
    }
    return Map.copyOf(uploads);
  }

  /**
   * Of the last seven days.
   *
   * @throws Problem if Meta does not tell
   */
  List<MetaHour> hours(GraphApi.As as, Dataset dataset) {
    Wire wire = dataset.delivery().wire();
    String since = Long.toString(clock.instant().minus(HOURS_BACK).getEpochSecond());
    Map<String, String> parameters =
        switch (wire) {
          case CONVERSIONS_API -> Map.of("aggregation", "event_total_counts", "start_time", since);
          case OFFLINE_CONVERSIONS_API ->
              Map.of(
                  "start",
                  since,
                  "granularity",
                  "hourly",
                  "fields",
                  "event,time," + String.join(",", COUNTS));
        };
    List<MetaHour> hours = new ArrayList<>();
    for (JsonNode row :
        graph.list(as, Edge.STATS.of(dataset.id(), wire), parameters, MOST_HOURS).path("data")) {
      if (row.path("data").isArray()) {
        addTotals(row, hours);
      } else {
        add(row.path("event").asString(""), time(row.path("time")), counts(row), hours);
      }
    }
    return List.copyOf(hours);
  }

  /**
   * @throws Problem if Meta does not tell
   */
  JsonNode quality(GraphApi.As as, Dataset dataset) {
    return graph.get(
        as,
        "dataset_quality",
        Map.of(
            "dataset_id",
            dataset.id(),
            "fields",
            "offline{event_name,composite,match_key,frequency,freshness}"));
  }

  private static void addTotals(JsonNode row, List<MetaHour> hours) {
    Instant time = time(row.path("start_time"));
    for (JsonNode total : row.path("data")) {
      String name = total.path("event").asString(total.path("value").asString(""));
      BigDecimal count = number(total.path("count"));
      add(name, time, count == null ? Map.of() : Map.of("count", count), hours);
    }
  }

  private static void add(
      String event, @Nullable Instant time, Map<String, BigDecimal> counts, List<MetaHour> hours) {
    if (!event.isEmpty() && time != null && !counts.isEmpty()) {
      hours.add(new MetaHour(event, Math.floorDiv(time.getEpochSecond(), HOUR) * HOUR, counts));
    }
  }

  private static Map<String, BigDecimal> counts(JsonNode row) {
    Map<String, BigDecimal> counts = new HashMap<>();
    for (String name : COUNTS) {
      BigDecimal count = number(row.path(name));
      if (count != null) {
        counts.put(name, count);
      }
    }
    return counts;
  }

  private static @Nullable Instant time(JsonNode time) {
    BigDecimal seconds = number(time);
    try {
      if (seconds != null) {
        return Instant.ofEpochSecond(seconds.longValue());
      }
      return OffsetDateTime.parse(time.asString(""), GRAPH_TIME).toInstant();
    } catch (DateTimeException e) {
      return null; // a row of neither shape
    }
  }

  private static @Nullable Long whole(JsonNode node) {
    BigDecimal number = number(node);
    return number == null ? null : Long.valueOf(number.longValue());
  }

  /** Graph writes numbers as numbers or as texts. */
  private static @Nullable BigDecimal number(JsonNode node) {
    String text = node.isNumber() || node.isString() ? node.asString("") : "";
    return text.matches("-?\\d{1,18}([.]\\d{1,9})?") ? new BigDecimal(text) : null;
  }
}
