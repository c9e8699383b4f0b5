package dev.uploadgateway.problem;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How slowly a body may arrive.
 *
 * @param patience how long nobody minds
 * @param leastRate bytes per second that are enough from then on, on the average of the whole body
 */
@ConfigurationProperties("gateway.bodies")
record BodyProperties(
    @DefaultValue("30s") Duration patience, @DefaultValue("1KB") DataSize leastRate) {

  BodyProperties {
    if (!patience.isPositive() || leastRate.toBytes() < 1) {
      throw new IllegalArgumentException(
          "gateway.bodies.patience and gateway.bodies.least-rate are above zero");
    }
  }

  /** The longest that it may take to read so many bytes. */
  Duration longest(long bytes) {
    return patience.plusMillis(bytes * 1_000 / leastRate.toBytes());
  }
}
