package dev.uploadgateway.file;

import dev.uploadgateway.database.Outage;
import dev.uploadgateway.dataset.Datasets;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps workers going: woken by a start in this process, and on a schedule for what others left.
 */
@Component
class FileLoop implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(FileLoop.class);
  private static final int DRAIN_SECONDS = 20;

  private final Worker worker;
  private final Files files;
  private final Datasets datasets;
  private final FileProperties properties;
  private final MeterRegistry meters;
  private final Semaphore free;
  private volatile ExecutorService workers = newWorkers();
  private volatile boolean running;

  FileLoop(
      Worker worker,
      Files files,
      Datasets datasets,
      FileProperties properties,
      MeterRegistry meters) {
    this.worker = worker;
    this.files = files;
    this.datasets = datasets;
    this.properties = properties;
    this.meters = meters;
    this.free = new Semaphore(properties.workers());
  }

  @Scheduled(fixedDelayString = "${gateway.files.poll-interval:2s}")
  void poll() {
    datasets.identities().forEach(dataset -> wake(dataset.number()));
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
  void expire() {
    datasets
        .all()
        .forEach(dataset -> {
          int expired = files.expire(dataset, properties.retention());
          if (expired > 0) {
            meters.counter("gateway.retention.removed", "what", "files").increment(expired);
            log.info("file dataset={} expired={}", dataset.id(), expired);
          }
        });
  }

  /** Never fails: who wakes it has just started a file, and it is started whatever happens here. */
  void wake(int dataset) {
    if (running) {
      try {
        workers.execute(() -> work(dataset));
      } catch (RejectedExecutionException e) {
        log.debug("Files stop; what runs is found at the next start");
      }
    }
  }

  private void work(int dataset) {
    if (!free.tryAcquire()) {
      return;
    }
    try {
      boolean worked;
      do {
        worked = worker.work(dataset, () -> running);
      } while (running && worked);
    } catch (RuntimeException e) {
      // What was claimed comes back by its lease.
      if (Outage.isBehind(e) || !running) {
        log.warn(
            "Work on a file of dataset number {} was cut off: {}", dataset, Outage.describe(e));
      } else {
        log.error("Work on a file of dataset number {} failed", dataset, e);
      }
    } finally {
      free.release();
    }
  }

  private static ExecutorService newWorkers() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("file-", 0).factory());
  }

  @Override
  public void start() {
    if (workers.isShutdown()) {
      workers = newWorkers();
    }
    running = true;
  }

  /** Lets the pieces at work finish; what is cut off comes back by its lease. */
  @Override
  public void stop() {
    running = false;
    workers.shutdown();
    try {
      if (!workers.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        log.warn("Files still at work after {} s come back by their leases", DRAIN_SECONDS);
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
