package dev.uploadgateway.dataset;

import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Remembers when keys were used last, and writes it down once a minute: a statement with each
 * request would cost more than the request.
 */
@Component
class KeyUse {

  private final Map<String, Instant> lastUsed = new ConcurrentHashMap<>();
  private final ApiKeyRows rows;
  private final TransactionOperations transaction;

  KeyUse(ApiKeyRows rows, TransactionOperations transaction) {
    this.rows = rows;
    this.transaction = transaction;
  }

  void used(String keyId) {
    lastUsed.put(keyId, Instant.now());
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  @PreDestroy
  void write() {
    // in the order of the ids: replicas lock the same rows, and wait for each other in no circle
    Map<String, Instant> used = new TreeMap<>(lastUsed);
    if (!used.isEmpty()) {
      transaction.executeWithoutResult(status -> used.forEach(rows::used));
      // those that were used meanwhile stay
      used.forEach(lastUsed::remove);
    }
  }
}
