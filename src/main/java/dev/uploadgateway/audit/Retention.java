package dev.uploadgateway.audit;

import java.time.Clock;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes what is kept no longer. */
@Component
class Retention {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private final JdbcClient jdbc;
  private final AuditProperties properties;
  private final Clock clock;

  Retention(JdbcClient jdbc, AuditProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT2M")
  void keep() {
    var before = clock.instant().minus(properties.retention()).atOffset(ZoneOffset.UTC);
    long expired = 0;
    int more;
    do {
      more = jdbc.sql(AuditSql.EXPIRE).param("before", before).update();
      expired += more;
    } while (more > 0);
    if (expired > 0) {
      log.info("audit expired={}", expired);
    }
  }
}
