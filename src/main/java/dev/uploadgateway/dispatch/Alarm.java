package dev.uploadgateway.dispatch;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Rings when events fall due. Thousands of commits a second want to be woken for, so those that
 * fall due within the same twentieth of a second share a ring, at its end.
 */
@Component
class Alarm {

  private static final long STEP_MILLIS = 50;

  private record Ring(int dataset, long step) {}

  private final TaskScheduler scheduler;
  private final Set<Ring> set = ConcurrentHashMap.newKeySet();

  Alarm(TaskScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Calls back with the dataset's number at that time or at once if it is past. */
  void ring(int dataset, Instant due, IntConsumer waken) {
    if (!due.isAfter(Instant.now())) {
      waken.accept(dataset);
      return;
    }
    Ring ring = new Ring(dataset, Math.ceilDiv(due.toEpochMilli(), STEP_MILLIS));
    if (set.add(ring)) {
      scheduler.schedule(
          () -> {
            set.remove(ring);
            waken.accept(dataset);
          },
          Instant.ofEpochMilli(ring.step() * STEP_MILLIS));
    }
  }
}
