package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import java.time.Instant;

/**
 * An event as it waits in an envelope.
 *
 * @param payload the raw event, or the exact bytes of the first attempt once its batch is frozen
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredEvent(EventKey key, long time, Instant deadline, byte[] payload) {

  public StoredEvent withPayload(byte[] other) {
    return new StoredEvent(key, time, deadline, other);
  }

  @Override
  public String toString() {
    return "StoredEvent[" + key.value() + "]";
  }
}
