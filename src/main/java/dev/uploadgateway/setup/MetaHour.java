package dev.uploadgateway.setup;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What Meta counts of the events of one name in one hour.
 *
 * @param time unix seconds, when the hour began
 * @param counts by the names of the Offline Conversions API ({@code count}, {@code matched_count},
 *     …); what Meta left out is not in it
 */
public record MetaHour(String event, long time, Map<String, BigDecimal> counts) {

  public MetaHour {
    counts = Map.copyOf(counts);
  }
}
