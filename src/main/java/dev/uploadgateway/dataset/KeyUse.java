package dev.uploadgateway.dataset;

import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.Map;
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
    Map<String, Instant> used = Map.copyOf(lastUsed);
    if (!used.isEmpty()) {
      transaction.executeWithoutResult(status -> used.forEach(rows::used));
      // those that were used meanwhile stay
      used.forEach(lastUsed::remove);
    }
  }
}
