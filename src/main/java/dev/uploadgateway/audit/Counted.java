package dev.uploadgateway.audit;

import jakarta.annotation.PreDestroy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What strangers do, who could fill the table if each time were a row: counted here, and recorded
 * once a minute as a number. A gateway that is killed forgets a minute of it.
 */
@Component
public class Counted {

  private final Audit audit;
  private final AtomicLong keysRefused = new AtomicLong();
  private final AtomicLong loginsRefused = new AtomicLong();

  Counted(Audit audit) {
    this.audit = audit;
  }

  /** One more key that is none, or is one no longer. */
  public void keyRefused() {
    keysRefused.incrementAndGet();
  }

  /** One more login that failed. */
  public void loginRefused() {
    loginsRefused.incrementAndGet();
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  @PreDestroy
  void record() {
    record(Action.KEYS_REFUSED, keysRefused);
    record(Action.LOGINS_REFUSED, loginsRefused);
  }

  private void record(Action action, AtomicLong count) {
    long counted = count.get();
    if (counted > 0) {
      audit.recordBy(Audit.GATEWAY, action, null, null, Map.of("count", counted));
      count.addAndGet(-counted);
    }
  }
}
