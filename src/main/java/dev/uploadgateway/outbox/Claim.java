package dev.uploadgateway.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Due batches of one lane, taken for one call. Until the lease ends nobody else takes them;
 * afterwards they fall due again by themselves.
 *
 * @param upload the upload's id
 * @param batches at least one
 */
public record Claim(Lane lane, long upload, UUID lease, List<Batch> batches) {

  /** A claimed batch, opened. */
  record Batch(BatchPlace place, History history, boolean alone, List<StoredEvent> events) {}

  public Claim {
    batches = List.copyOf(batches);
  }

  /** All events, in the order in which the call carries them. */
  public List<StoredEvent> events() {
    List<StoredEvent> events = new ArrayList<>();
    batches.forEach(batch -> events.addAll(batch.events()));
    return events;
  }

  /**
   * The dialect in which the payloads are frozen, or null where they are raw; the same for all
   * batches.
   */
  public @Nullable String wire() {
    return batches.getFirst().history().wire();
  }

  /**
   * Whether its events go in a call of their own, because a call with them and others was refused
   * before.
   */
  public boolean alone() {
    return batches.getFirst().alone();
  }

  /** The most calls that any of the batches has been deferred after. */
  public int attempts() {
    return batches.stream().mapToInt(batch -> batch.history().attempts()).max().orElseThrow();
  }

  /** From here on Meta refuses the oldest event. */
  public Instant deadline() {
    return events().stream()
        .map(StoredEvent::deadline)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /**
   * The first call that carried any of these events and whose outcome nobody knows; null where
   * there is none.
   */
  public @Nullable Instant firstSentAt() {
    Instant first = null;
    for (Batch batch : batches) {
      Instant sent = batch.history().firstSentAt();
      if (sent != null && (first == null || sent.isBefore(first))) {
        first = sent;
      }
    }
    return first;
  }

  /** Where the batches came from, as far as somebody follows that, each once. */
  public List<String> traceparents() {
    return batches.stream()
        .map(batch -> batch.history().traceparent())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  Object[] ids() {
    return batches.stream().map(batch -> batch.place().batch()).toArray();
  }
}
