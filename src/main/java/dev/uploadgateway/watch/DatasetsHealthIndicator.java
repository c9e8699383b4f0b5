package dev.uploadgateway.watch;

import java.util.List;
import java.util.function.Predicate;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Whether events go out to every dataset. It says so in words of its own, which the health of the
 * whole does not know: what Meta does is no reason to stop a gateway or to send it nothing, as it
 * keeps what waits. Without the database nobody can say, and it is down.
 */
@Component
class DatasetsHealthIndicator extends AbstractHealthIndicator {

  private final Situation situation;

  DatasetsHealthIndicator(Situation situation) {
    super("Nobody knows how the datasets are");
    this.situation = situation;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    List<Situation.Road> roads = situation.roads();
    long blocked = count(roads, Situation.Road::blocked);
    long pausing = count(roads, Situation.Road::breakerOpen);
    long throttled = count(roads, road -> road.throttledUntil() != null);
    health
        .status(status(blocked, pausing, throttled))
        .withDetail("datasets", roads.size())
        .withDetail("blocked", blocked)
        .withDetail("pausing", pausing)
        .withDetail("throttled", throttled);
  }

  private static String status(long blocked, long pausing, long throttled) {
    if (blocked > 0) {
      return "BLOCKED";
    }
    if (pausing > 0) {
      return "PAUSING";
    }
    return throttled > 0 ? "THROTTLED" : "UP";
  }

  private static long count(List<Situation.Road> roads, Predicate<Situation.Road> what) {
    return roads.stream().filter(what).count();
  }
}
