package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.EventKey;
import java.util.LinkedHashSet;

/**
 * Finds events of a request that Meta will take for one another. It remembers the last 10,000
 * distinct ones, so that a stream of any length takes no more memory than a long request: the rows
 * of an order stand near each other.
 */
final class Repeats {

  static final int REMEMBERED = 10_000;

  private final LinkedHashSet<EventKey> keys = new LinkedHashSet<>();

  /**
   * @param key of the event as Meta tells it from others
   */
  boolean isRepeat(EventKey key) {
    if (!keys.add(key)) {
      return true;
    }
    if (keys.size() > REMEMBERED) {
      keys.removeFirst();
    }
    return false;
  }
}
