package dev.uploadgateway.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.uploadgateway.dataset.Network;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Counts wrong keys by where they came from. A key of the gateway's own making is 256 random bits
 * and cannot be guessed; the admin key is as good as who chose it.
 */
@Component
class FailedLogins {

  private static final int MOST = 10;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  // from the last failure on: who goes on trying goes on waiting
  private final Cache<String, Integer> byNetwork =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(WINDOW).build();

  void count(String address) {
    byNetwork.asMap().merge(Network.of(address), 1, Integer::sum);
  }

  /** How long whoever is at that address must wait; empty where they need not. */
  Optional<Duration> wait(String address) {
    Integer failures = byNetwork.getIfPresent(Network.of(address));
    return failures == null || failures < MOST ? Optional.empty() : Optional.of(WINDOW);
  }
}
