package dev.uploadgateway.problem;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How slowly a body may arrive, and how much of the heap bodies may take.
 *
 * @param patience how long nobody minds
 * @param leastRate bytes per second that are enough from then on, on the average of the whole body
 * @param heapShare the share of the heap that all bodies together may take, with what is made of
 *     them until they are answered, 0.1 to 0.8; those that are stored as they are read do not count
 * @param roomPatience how long a large body waits for others to be answered before it is refused
 */
@ConfigurationProperties("gateway.bodies")
record BodyProperties(
    @DefaultValue("30s") Duration patience,
    @DefaultValue("1KB") DataSize leastRate,
    @DefaultValue("0.5") double heapShare,
    @DefaultValue("3s") Duration roomPatience) {

  BodyProperties {
    if (!patience.isPositive() || leastRate.toBytes() < 1) {
      throw new IllegalArgumentException(
          "gateway.bodies.patience and gateway.bodies.least-rate are above zero");
    }
    if (!(heapShare >= 0.1 && heapShare <= 0.8)) {
      throw new IllegalArgumentException("gateway.bodies.heap-share is 0.1 to 0.8");
    }
    if (roomPatience.isNegative()) {
      throw new IllegalArgumentException("gateway.bodies.room-patience is zero or more");
    }
  }

  /** The longest that it may take to read so many bytes. */
  Duration longest(long bytes) {
    return patience.plusMillis(bytes * 1_000 / leastRate.toBytes());
  }
}
