package dev.uploadgateway.dispatch;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.meta.CallBody;
import dev.uploadgateway.outbox.Claim;
import dev.uploadgateway.outbox.Part;
import dev.uploadgateway.outbox.Reason;
import dev.uploadgateway.outbox.ReasonCode;
import dev.uploadgateway.outbox.Settlement;
import dev.uploadgateway.outbox.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the body of a call from a claim: raw events get their match keys here, frozen ones go as
 * they went before.
 */
@Component
class CallWriter {

  /**
   * How long Meta recognises a repeated offline event ("Sending Offline Events Using the
   * Conversions API").
   */
  private static final Duration DEDUPLICATION_WINDOW = Duration.ofDays(7);

  private static final Reason EXPIRED =
      ReasonCode.EXPIRED.with("Meta no longer takes an event this old; it waited too long");
  private static final Reason UNREADABLE =
      ReasonCode.UNREADABLE.with("This release cannot read the stored event");
  private static final Reason AMBIGUOUS =
      ReasonCode.AMBIGUOUS.with(
          "Meta may have had these events for over seven days and would count a repeat again");
  private static final Reason AMBIGUOUS_AND_EXPIRED =
      ReasonCode.AMBIGUOUS.with(
          "Meta may have these events from a call whose outcome nobody knows, and takes none this"
              + " old any more");

  private static final Logger log = LoggerFactory.getLogger(CallWriter.class);

  private final RawEvents rawEvents;
  private final Settlement settlement;

  CallWriter(RawEvents rawEvents, Settlement settlement) {
    this.rawEvents = rawEvents;
    this.settlement = settlement;
  }

  /**
   * @return empty where the claim holds events that must not be sent any more; then those are set
   *     aside, and the others wait for the next claim
   */
  Optional<WrittenCall> write(Dataset dataset, Claim claim, Instant now) {
    Instant firstSentAt = claim.firstSentAt();
    if (firstSentAt != null && firstSentAt.plus(DEDUPLICATION_WINDOW).isBefore(now)) {
      settlement.quarantine(claim, AMBIGUOUS, null);
      return Optional.empty();
    }
    if (!claim.deadline().isAfter(now)) {
      setExpiredAside(claim, now);
      return Optional.empty();
    }
    String frozenWire = claim.wire();
    if (frozenWire == null) {
      return writeRaw(dataset, claim);
    }
    // Should the dataset have changed to a dialect with larger calls meanwhile, Meta refuses and
    // the claim is halved.
    CallBody body = new CallBody(dataset, Wire.of(frozenWire).orElseThrow(), claim.events().size());
    List<String> traits = new ArrayList<>();
    for (StoredEvent stored : claim.events()) {
      body.addFrozen(stored.payload());
      traits.add(Traits.of(stored.facts()));
    }
    return Optional.of(new WrittenCall(body, traits));
  }

  private Optional<WrittenCall> writeRaw(Dataset dataset, Claim claim) {
    CallBody body = new CallBody(dataset, dataset.delivery().wire(), claim.events().size());
    List<String> traits = new ArrayList<>();
    List<StoredEvent> unreadable = new ArrayList<>();
    for (StoredEvent stored : claim.events()) {
      try {
        traits.add(rawEvents.write(body, dataset, stored.key(), stored.payload()));
      } catch (RuntimeException e) {
        // Written by another release, or a bug that this event brings out: it would come back with
        // every lease and take its batch with it. Without the message, which may quote the event.
        log.error("{} cannot be read: {}", stored, e.getClass().getName());
        unreadable.add(stored);
      }
    }
    if (unreadable.isEmpty()) {
      return Optional.of(new WrittenCall(body, traits));
    }
    setAside(claim, unreadable, UNREADABLE);
    return Optional.empty();
  }

  private void setExpiredAside(Claim claim, Instant now) {
    List<StoredEvent> expired =
        claim.events().stream().filter(event -> !event.deadline().isAfter(now)).toList();
    setAside(claim, expired, claim.firstSentAt() == null ? EXPIRED : AMBIGUOUS_AND_EXPIRED);
  }

  private void setAside(Claim claim, List<StoredEvent> these, Reason reason) {
    Set<StoredEvent> apart = Collections.newSetFromMap(new IdentityHashMap<>());
    apart.addAll(these);
    List<StoredEvent> others =
        claim.events().stream().filter(event -> !apart.contains(event)).toList();
    settlement.sort(claim, List.of(Part.sentOn(others), Part.quarantined(these, reason)), null);
  }
}
