package dev.uploadgateway.dispatch;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When events go out.
 *
 * @param linger how long a batch that is not full waits for others of its upload; zero sends at
 *     once
 * @param lease how long a claim is exclusive; longer than the longest call
 * @param retryDelays the waits before the second, third, … attempt; after the last the events are
 *     quarantined
 * @param pollInterval how often to look for what fell due by itself
 * @param drainTimeout how long a shutdown waits for calls in flight
 */
@ConfigurationProperties("gateway.dispatch")
public record DispatchProperties(
    @DefaultValue("2s") Duration linger,
    @DefaultValue("5m") Duration lease,
    @DefaultValue({"10s", "30s", "2m", "10m", "30m", "1h", "2h", "4h", "8h", "12h", "24h"})
        List<Duration> retryDelays,
    @DefaultValue("1s") Duration pollInterval,
    @DefaultValue("20s") Duration drainTimeout) {

  public DispatchProperties {
    retryDelays = List.copyOf(retryDelays);
    require(!linger.isNegative(), "gateway.dispatch.linger is zero or more");
    require(
        lease.compareTo(Duration.ofSeconds(1)) >= 0, "gateway.dispatch.lease is a second or more");
    require(!retryDelays.isEmpty(), "gateway.dispatch.retry-delays holds one delay or more");
    require(
        retryDelays.stream().noneMatch(delay -> delay.isNegative() || delay.isZero()),
        "gateway.dispatch.retry-delays are longer than zero");
    require(pollInterval.isPositive(), "gateway.dispatch.poll-interval is longer than zero");
    require(!drainTimeout.isNegative(), "gateway.dispatch.drain-timeout is zero or more");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
