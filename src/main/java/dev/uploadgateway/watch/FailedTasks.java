package dev.uploadgateway.watch;

import dev.uploadgateway.database.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.stereotype.Component;

/**
 * What runs on a schedule runs again whatever happens. Without a database each of the tasks fails
 * every time, and has a line for it; what is a bug has its stack trace.
 */
@Component
class FailedTasks implements SimpleAsyncTaskSchedulerCustomizer {

  private static final Logger log = LoggerFactory.getLogger(FailedTasks.class);

  @Override
  public void customize(SimpleAsyncTaskScheduler scheduler) {
    scheduler.setErrorHandler(FailedTasks::tell);
  }

  static void tell(Throwable failure) {
    if (Outage.isBehind(failure)) {
      log.warn("A scheduled task found no database: {}", Outage.describe(failure));
    } else {
      log.error("A scheduled task failed", failure);
    }
  }
}
