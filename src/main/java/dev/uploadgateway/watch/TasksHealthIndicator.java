package dev.uploadgateway.watch;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether what runs on a schedule does. In words that the health of the whole does not know, as
 * another replica may do better, and what must not stop is told by readiness.
 */
@Component
class TasksHealthIndicator implements HealthIndicator {

  /** One may meet a lock, or a server that restarts. */
  private static final int RUNS = 2;

  private final Upkeep upkeep;

  TasksHealthIndicator(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  @Override
  public Health health() {
    List<String> failing = upkeep.failing(RUNS);
    return Health.status(failing.isEmpty() ? "UP" : "FAILING")
        .withDetail("failing", failing)
        .build();
  }
}
