package dev.uploadgateway.dispatch;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.MatchKeys;
import dev.uploadgateway.meta.CallBody;
import dev.uploadgateway.outbox.Claim;
import dev.uploadgateway.outbox.Part;
import dev.uploadgateway.outbox.Reason;
import dev.uploadgateway.outbox.Settlement;
import dev.uploadgateway.outbox.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      new Reason("expired", "Meta no longer takes an event this old; it waited too long");
  private static final Reason AMBIGUOUS =
      new Reason(
          "ambiguous",
          "Meta may have had these events for over seven days and would count a repeat again");

  private final MatchKeyMaker matchKeys;
  private final Settlement settlement;

  CallWriter(MatchKeyMaker matchKeys, Settlement settlement) {
    this.matchKeys = matchKeys;
    this.settlement = settlement;
  }

  /**
   * @return empty where the claim holds events that must not be sent any more; then those are set
   *     aside, and the others wait for the next claim
   */
  Optional<CallBody> write(Dataset dataset, Claim claim, Instant now) {
    Instant firstSentAt = claim.firstSentAt();
    if (firstSentAt != null && firstSentAt.plus(DEDUPLICATION_WINDOW).isBefore(now)) {
      settlement.quarantine(claim, AMBIGUOUS, null);
      return Optional.empty();
    }
    if (!claim.deadline().isAfter(now)) {
      setExpiredAside(claim, now);
      return Optional.empty();
    }
    return Optional.of(write(dataset, claim));
  }

  private CallBody write(Dataset dataset, Claim claim) {
    String frozenWire = claim.wire();
    if (frozenWire == null) {
      CallBody body = new CallBody(dataset, dataset.delivery().wire());
      for (StoredEvent stored : claim.events()) {
        ConversionEvent event = EventCodec.decode(stored.payload());
        MatchKeys keys = matchKeys.normalize(event.customer(), dataset.matchKeyRules()).hash();
        body.add(event, keys, stored.key());
      }
      return body;
    }
    // Should the dataset have changed to a dialect with larger calls meanwhile, Meta refuses and
    // the claim is halved.
    CallBody body = new CallBody(dataset, Wire.of(frozenWire).orElseThrow());
    claim.events().forEach(stored -> body.addFrozen(stored.payload()));
    return body;
  }

  private void setExpiredAside(Claim claim, Instant now) {
    List<StoredEvent> expired = new ArrayList<>();
    List<StoredEvent> others = new ArrayList<>();
    for (StoredEvent event : claim.events()) {
      (event.deadline().isAfter(now) ? others : expired).add(event);
    }
    settlement.sort(claim, List.of(Part.sentOn(others), Part.quarantined(expired, EXPIRED)), null);
  }
}
