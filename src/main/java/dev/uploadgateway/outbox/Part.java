package dev.uploadgateway.outbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a claim's events that go their own way from here.
 *
 * @param events any number
 * @param quarantine why they stop here; null sends them on
 * @param alone whether they go in a call of their own
 */
public record Part(List<StoredEvent> events, @Nullable Reason quarantine, boolean alone) {

  public Part {
    events = List.copyOf(events);
  }

  /** Events that go on together with any others. */
  public static Part sentOn(List<StoredEvent> events) {
    return new Part(events, null, false);
  }

  /** Events that go on in a call of their own. */
  public static Part sentAlone(List<StoredEvent> events) {
    return new Part(events, null, true);
  }

  /** Events that wait for a human. */
  public static Part quarantined(List<StoredEvent> events, Reason reason) {
    return new Part(events, reason, false);
  }
}
