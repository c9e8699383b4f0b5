package dev.uploadgateway.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * Remembers of everything that runs on a schedule when it last went well: the loop, the partitions,
 * the tallies, and whatever comes to them, as Spring tells of each.
 */
@Component
class Upkeep implements ObservationHandler<ScheduledTaskObservationContext> {

  /**
   * @param succeeded when it last went well; when it first ran where it never did
   * @param failures how often in a row it failed since
   */
  private record Task(Instant succeeded, int failures) {}

  private final Map<String, Task> tasks = new ConcurrentHashMap<>();
  private final Clock clock;
  private final ObjectProvider<MeterRegistry> meters;

  Upkeep(Clock clock, ObjectProvider<MeterRegistry> meters) {
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof ScheduledTaskObservationContext;
  }

  @Override
  public void onStop(ScheduledTaskObservationContext context) {
    Instant now = clock.instant();
    String name = name(context);
    Task before = tasks.get(name);
    if (before == null) {
      register(name);
    }
    tasks.put(name, after(before, context.getError() == null, now));
  }

  private static Task after(@Nullable Task before, boolean well, Instant now) {
    if (well) {
      return new Task(now, 0);
    }
    return before == null ? new Task(now, 1) : new Task(before.succeeded(), before.failures() + 1);
  }

  /** Such as {@code Partitions.keep}. */
  private static String name(ScheduledTaskObservationContext context) {
    return ClassUtils.getUserClass(context.getTargetClass()).getSimpleName()
        + "."
        + context.getMethod().getName();
  }

  /** The names of those whose last so many runs or more all failed. */
  List<String> failing(int runs) {
    return tasks.entrySet().stream()
        .filter(task -> task.getValue().failures() >= runs)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private void register(String name) {
    Gauge.builder("gateway.upkeep.age.seconds", () -> age(name))
        .tag("task", name)
        .register(meters.getObject());
    Gauge.builder("gateway.upkeep.failures", () -> failures(name))
        .tag("task", name)
        .register(meters.getObject());
  }

  private double age(String name) {
    Task task = tasks.get(name);
    return task == null ? 0 : Duration.between(task.succeeded(), clock.instant()).toMillis() / 1e3;
  }

  private double failures(String name) {
    Task task = tasks.get(name);
    return task == null ? 0 : task.failures();
  }
}
