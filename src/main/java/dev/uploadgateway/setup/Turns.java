package dev.uploadgateway.setup;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One at a time for each ad, and whoever is at another ad does not wait: Meta is asked meanwhile,
 * and may hang. A lock exists only while somebody holds it or waits for it.
 */
final class Turns {

  private final int most;
  private final Duration patience;
  private final Map<String, Turn> turns = new HashMap<>();
  private int present;

  private static final class Turn {
    final ReentrantLock lock = new ReentrantLock();
    int present;
  }

  /**
   * @param most how many may be at work or wait, whatever their ads
   * @param patience how long one waits for another
   */
  Turns(int most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  /**
   * Does it when its turn has come; empty, and nothing was done, where it did not come in time or
   * too many wait.
   */
  <T> Optional<T> take(String ad, Supplier<T> work) throws InterruptedException {
    Optional<Turn> asked = ask(ad);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Turn turn = asked.get();
    try {
      if (!turn.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
      try {
        return Optional.of(work.get());
      } finally {
        turn.lock.unlock();
      }
    } finally {
      leave(ad, turn);
    }
  }

  /** Ads that somebody is at work on. */
  synchronized Set<String> ads() {
    return Set.copyOf(turns.keySet());
  }

  private synchronized Optional<Turn> ask(String ad) {
    if (present == most) {
      return Optional.empty();
    }
    present++;
    Turn turn = turns.computeIfAbsent(ad, none -> new Turn());
    turn.present++;
    return Optional.of(turn);
  }

  private synchronized void leave(String ad, Turn turn) {
    present--;
    if (--turn.present == 0) {
      turns.remove(ad);
    }
  }
}
