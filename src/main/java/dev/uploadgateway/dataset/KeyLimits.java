package dev.uploadgateway.dataset;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How often a key may be presented to this replica, and how often one that is none. */
@Component
class KeyLimits {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Whoever has this many is forgotten by the others, and no worse off than at first. */
  private static final int KEPT_AT_MOST = 10_000;

  private final Cache<String, RateLimiter> byKey = cache();
  private final Cache<String, RateLimiter> byPlace = cache();
  private final int failuresPerMinute;

  KeyLimits(KeyProperties properties) {
    this.failuresPerMinute = properties.failuresPerMinute();
  }

  /** Whether the key of that id may be used now, if so often in a second is too often. */
  boolean mayAsk(String keyId, int perSecond) {
    return byKey.get(keyId, id -> limiter(id, perSecond, SECOND)).acquirePermission();
  }

  /** Whether somebody at that address may fail once more. */
  boolean mayFail(String address) {
    return byPlace
        .get(Network.of(address), network -> limiter(network, failuresPerMinute, MINUTE))
        .acquirePermission();
  }

  private static RateLimiter limiter(String name, int permits, Duration period) {
    return RateLimiter.of(
        name,
        RateLimiterConfig.custom()
            .limitForPeriod(permits)
            .limitRefreshPeriod(period)
            .timeoutDuration(Duration.ZERO)
            .build());
  }

  private static Cache<String, RateLimiter> cache() {
    return Caffeine.newBuilder()
        .maximumSize(KEPT_AT_MOST)
        .expireAfterAccess(MINUTE.multipliedBy(2))
        .build();
  }
}
