package dev.uploadgateway.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param retention how long it is kept who did what; 30 days or more, before which the database
 *     gives nothing away
 */
@ConfigurationProperties("gateway.audit")
record AuditProperties(@DefaultValue("730d") Duration retention) {

  private static final Duration LEAST = Duration.ofDays(30);

  AuditProperties {
    if (retention.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("gateway.audit.retention is 30d or more");
    }
  }
}
