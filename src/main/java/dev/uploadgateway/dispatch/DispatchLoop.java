package dev.uploadgateway.dispatch;

import dev.uploadgateway.database.Outage;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.outbox.Waiting;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps the dispatcher going: woken by a commit in this process, and on a schedule for what others
 * left. A dataset that has much to send gets more workers, up to its bulkhead; each works until
 * nothing is due.
 */
@Component
class DispatchLoop implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

  private final Dispatcher dispatcher;
  private final Datasets datasets;
  private final BulkheadRegistry bulkheads;
  private final Alarm alarm;
  private final Duration drainTimeout;
  private volatile ExecutorService workers = newWorkers();
  private volatile boolean running;

  DispatchLoop(
      Dispatcher dispatcher,
      Datasets datasets,
      BulkheadRegistry bulkheads,
      Alarm alarm,
      DispatchProperties properties) {
    this.dispatcher = dispatcher;
    this.datasets = datasets;
    this.bulkheads = bulkheads;
    this.alarm = alarm;
    this.drainTimeout = properties.drainTimeout();
  }

  /** Wakes a worker when what was just committed falls due. */
  @EventListener
  void on(Waiting waiting) {
    alarm.ring(waiting.dataset(), waiting.due(), this::wake);
  }

  @Scheduled(fixedDelayString = "${gateway.dispatch.poll-interval:1s}")
  void poll() {
    datasets.identities().forEach(dataset -> wake(dataset.number()));
  }

  /**
   * Never fails: who wakes it has just stored events, and they are stored whatever happens here.
   */
  private void wake(int dataset) {
    if (running) {
      try {
        workers.execute(() -> work(dataset));
      } catch (RejectedExecutionException e) {
        log.debug("Dispatch stops; what waits is found at the next start");
      }
    }
  }

  private void work(int number) {
    try {
      Bulkhead bulkhead = bulkheads.bulkhead(datasets.byNumber(number).id());
      if (bulkhead.tryAcquirePermission()) {
        try {
          dispatchWhileDue(number);
        } finally {
          bulkhead.onComplete();
        }
      }
    } catch (RuntimeException e) {
      // What was claimed comes back by its lease, and the next poll tries again.
      if (Outage.isBehind(e) || !running) {
        log.warn("Dispatch for dataset number {} was cut off: {}", number, Outage.describe(e));
      } else {
        log.error("Dispatch for dataset number {} failed", number, e);
      }
    }
  }

  /** Reads the dataset anew for each call: a block or a throttle may have come with the last. */
  private void dispatchWhileDue(int number) {
    Dataset dataset;
    do {
      dataset = datasets.byNumber(number);
    } while (running && dispatcher.dispatch(dataset, () -> wake(number)));
  }

  private static ExecutorService newWorkers() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dispatch-", 0).factory());
  }

  @Override
  public void start() {
    if (workers.isShutdown()) {
      workers = newWorkers();
    }
    running = true;
  }

  /** Lets calls in flight finish; what is cut off comes back by its lease. */
  @Override
  public void stop() {
    running = false;
    workers.shutdown();
    try {
      if (!workers.awaitTermination(drainTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn(
            "Calls still in flight after {}; their events come back by their leases", drainTimeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
