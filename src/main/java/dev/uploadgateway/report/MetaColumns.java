package dev.uploadgateway.report;

import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.setup.MetaFigures;
import dev.uploadgateway.setup.MetaFigures.Told;
import dev.uploadgateway.setup.MetaHour;
import dev.uploadgateway.setup.MetaUpload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The columns of the reports that only Meta knows: filled where it told, null where it did not. */
@Component
class MetaColumns {

  private static final Set<String> OF_UPLOADS =
      Set.of("matched_entries", "match_rate_approx", "is_excluded_for_lift");

  /** Of statistics, by the name that Meta's rows have. */
  private static final Map<String, String> OF_STATS =
      Map.of(
          "matched_count", "matched_count",
          "attributed_count", "attributed_count",
          "matched_usd_amount", "matched_usd_amount",
          "attributed_usd_amount", "attributed_usd_amount",
          "meta_count", "count");

  private static final long HOUR = 3_600;

  private final MetaFigures figures;
  private final Datasets datasets;

  MetaColumns(MetaFigures figures, Datasets datasets) {
    this.figures = figures;
    this.datasets = datasets;
  }

  MetaFigures.Figures of(int dataset) {
    return figures.of(datasets.byNumber(dataset));
  }

  /** Whether it takes Meta to answer them, and so is worth asking it. */
  static boolean areAskedOfUploads(Set<String> fields) {
    return fields.stream().anyMatch(OF_UPLOADS::contains);
  }

  static boolean areAskedOfStats(Set<String> fields) {
    return fields.stream().anyMatch(OF_STATS::containsKey);
  }

  static void fill(List<Uploads.Row> rows, Told<Map<String, MetaUpload>> told) {
    if (told.value() == null) {
      return;
    }
    for (Uploads.Row row : rows) {
      MetaUpload upload = told.value().get((String) row.fields().get("upload_tag"));
      if (upload != null) {
        row.fields().put("matched_entries", upload.matchedEntries());
        row.fields().put("is_excluded_for_lift", upload.isExcludedForLift());
        if (upload.matchRateApprox() != null) {
          row.fields().put("match_rate_approx", upload.matchRateApprox());
        }
      }
    }
  }

  /**
   * Meta counts in whole hours: where the steps begin within one, there is nothing to tell, nor for
   * a step that begins before what Meta was asked for.
   *
   * @param edges where the steps begin, and the last ends
   * @return the columns by step and event name
   */
  static Map<Stats.Key, Map<String, BigDecimal>> bySteps(long[] edges, Told<List<MetaHour>> told) {
    Map<Stats.Key, Map<String, BigDecimal>> columns = new HashMap<>();
    if (told.value() == null || Arrays.stream(edges).anyMatch(edge -> edge % HOUR != 0)) {
      return columns;
    }
    long since = told.value().stream().mapToLong(MetaHour::time).min().orElse(Long.MAX_VALUE);
    for (MetaHour hour : told.value()) {
      int found = Arrays.binarySearch(edges, hour.time());
      int step = found >= 0 ? found : -found - 2;
      if (step >= 0 && step < edges.length - 1 && edges[step] >= since) {
        Map<String, BigDecimal> sums =
            columns.computeIfAbsent(
                new Stats.Key(edges[step], hour.event()), key -> new HashMap<>());
        OF_STATS.forEach((field, name) -> {
          BigDecimal count = hour.counts().get(name);
          if (count != null) {
            sums.merge(field, count, BigDecimal::add);
          }
        });
      }
    }
    return columns;
  }

  /** When Meta was asked, and why it did not tell; for people beside the rows. */
  static Map<String, @Nullable Object> state(Told<?> told) {
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    state.put("told_at", seconds(told.toldAt()));
    state.put("asked_at", seconds(told.askedAt()));
    state.put("code", told.code());
    state.put("reason", told.reason());
    return state;
  }

  private static @Nullable Long seconds(@Nullable Instant time) {
    return time == null ? null : Long.valueOf(time.getEpochSecond());
  }
}
