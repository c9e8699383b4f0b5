package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it waits in an envelope.
 *
 * @param payload the raw event, or the exact bytes of the first attempt once its batch is frozen
 * @param facts what is counted of it; null where a release stored it that did not keep them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredEvent(
    EventKey key, long time, Instant deadline, byte[] payload, @Nullable StoredFacts facts) {

  public StoredEvent(EventKey key, long time, Instant deadline, byte[] payload) {
    this(key, time, deadline, payload, null);
  }

  /**
   * The same event with the bytes that were sent, which may have reached Meta.
   *
   * @param sent the traits of what was sent; null where they are not known
   */
  public StoredEvent frozen(byte[] bytes, @Nullable String sent) {
    return new StoredEvent(
        key, time, deadline, bytes, facts == null ? null : facts.withTraits(sent));
  }

  @Override
  public String toString() {
    return "StoredEvent[" + key.value() + "]";
  }
}
