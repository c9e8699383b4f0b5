package dev.uploadgateway.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is over is kept.
 *
 * @param quarantine events in quarantine, since they came there; those that Meta still takes stay
 *     longer. 62 days is as long as Meta takes any event, so by default nothing goes that could be
 *     released
 * @param history delivered batches and calls: what receipts and the audit of calls are made of.
 *     Receipts are found for 63 days, so it is longer than that
 */
@ConfigurationProperties("gateway.retention")
record RetentionProperties(
    @DefaultValue("62d") Duration quarantine, @DefaultValue("400d") Duration history) {

  private static final Duration RECEIPTS = Duration.ofDays(63);

  RetentionProperties {
    if (quarantine.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("gateway.retention.quarantine is an hour or more");
    }
    if (history.compareTo(RECEIPTS) <= 0) {
      throw new IllegalArgumentException(
          "gateway.retention.history is longer than 63 days, for which receipts are found");
    }
  }
}
