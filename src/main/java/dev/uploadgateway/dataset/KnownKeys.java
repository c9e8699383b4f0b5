package dev.uploadgateway.dataset;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.uploadgateway.database.Outage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Keys by their public id, as they were in the database seconds ago. Where it does not answer, a
 * key that was good lately still is: without a database it opens the metrics and little else, and
 * they are what tells an operator that the database is away.
 */
@Component
class KnownKeys {

  // how long a key that was deleted on another replica still opens this one
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration REMEMBERED = Duration.ofDays(1);
  // shorter than a scrape waits, where the pool waits for a connection for half a minute
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int BOUND = 10_000;

  // ids that nobody has are kept too, so that guessing costs the guesser more than the database;
  // hence the bound
  private final AsyncCache<String, Optional<ApiKeyRow>> fresh;

  private final Cache<String, ApiKeyRow> remembered;
  private final ApiKeyRows rows;
  private final Duration patience;

  @Autowired
  KnownKeys(ApiKeyRows rows) {
    this(rows, PATIENCE, Ticker.systemTicker());
  }

  /** With another patience for a database that keeps a key waiting which was good lately. */
  KnownKeys(ApiKeyRows rows, Duration patience, Ticker clock) {
    this.rows = rows;
    this.patience = patience;
    this.fresh =
        Caffeine.newBuilder()
            .ticker(clock)
            .maximumSize(BOUND)
            .expireAfterWrite(FRESH)
            .executor(Thread::startVirtualThread)
            .buildAsync();
    this.remembered =
        Caffeine.newBuilder().ticker(clock).maximumSize(BOUND).expireAfterWrite(REMEMBERED).build();
  }

  Optional<ApiKeyRow> find(String id) {
    Future<Optional<ApiKeyRow>> answer = fresh.get(id, this::read);
    ApiKeyRow before = remembered.getIfPresent(id);
    try {
      return before == null ? answer.get() : answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.ofNullable(before);
    } catch (ExecutionException e) {
      if (before != null && Outage.isBehind(e)) {
        return Optional.of(before);
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private Optional<ApiKeyRow> read(String id) {
    Optional<ApiKeyRow> row = rows.findById(id);
    row.ifPresentOrElse(found -> remembered.put(id, found), () -> remembered.invalidate(id));
    return row;
  }

  /** How fast the key that was found last may be used; null for as fast as anybody likes. */
  @Nullable Integer requestsPerSecond(String id) {
    ApiKeyRow row = remembered.getIfPresent(id);
    return row == null ? null : row.requestsPerSecond;
  }

  /** It has changed, or is gone: whoever comes next has the database asked. */
  void forget(String id) {
    fresh.synchronous().invalidate(id);
    remembered.invalidate(id);
  }
}
