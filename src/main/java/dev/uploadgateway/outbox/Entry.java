package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way in.
 *
 * @param key what tells it from every other event of the dataset
 * @param orderHash set where the key does not begin with it: for events with an id of their own and
 *     an order
 * @param facts what is counted of it in the open
 * @param payload the event as bytes; sealed before it is stored
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Entry(EventKey key, @Nullable Long orderHash, Facts facts, byte[] payload) {

  /**
   * @param name the event's name
   * @param time unix seconds
   * @param deadline from here on Meta refuses it
   * @param money what it was worth, if anything
   */
  public record Facts(String name, long time, Instant deadline, @Nullable Money money) {}

  @Override
  public String toString() {
    return "Entry[" + key.value() + "]";
  }
}
