package dev.uploadgateway.dispatch;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.meta.CallBody;
import dev.uploadgateway.meta.CallResult;
import dev.uploadgateway.outbox.Claim;
import dev.uploadgateway.outbox.StoredEvent;
import dev.uploadgateway.outbox.StoredFacts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts calls, and what was in those that Meta took. */
@Component
class CallMeters {

  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<String, Double> limitUsed = new ConcurrentHashMap<>();

  CallMeters(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  void count(Dataset dataset, CallBody body, CallResult result) {
    String outcome = result.outcome().word();
    meters
        .timer(
            "gateway.calls",
            "dataset",
            dataset.id(),
            "outcome",
            outcome,
            "code",
            result.facts().codeWord())
        .record(result.timing().took());
    meters
        .summary("gateway.calls.events", "dataset", dataset.id(), "outcome", outcome)
        .record(body.events());
    if (limitUsed.put(dataset.id(), result.limit().used()) == null) {
      Gauge.builder("gateway.meta.limit.used.ratio", limitUsed, used -> used.get(dataset.id()))
          .tag("dataset", dataset.id())
          .register(meters);
    }
  }

  /**
   * @param traits of {@link WrittenCall}
   */
  void countDelivered(Dataset dataset, Claim claim, List<String> traits) {
    Instant now = clock.instant();
    Timer sinceEvent = delay(dataset, "event");
    Timer sinceUpload = delay(dataset, "upload");
    for (StoredEvent event : claim.events()) {
      sinceEvent.record(between(event.time(), now));
      StoredFacts facts = event.facts();
      if (facts != null) {
        sinceUpload.record(between(facts.uploadedAt(), now));
      }
    }
    // Most events of a call are alike, and a meter is not found for nothing: event by event it was
    // a
    // twelfth of draining.
    Map<String, Integer> alike = new HashMap<>();
    traits.forEach(ofEvent -> alike.merge(ofEvent, 1, Integer::sum));
    alike.forEach((ofEvent, events) -> countTraits(dataset, ofEvent, events));
  }

  private Timer delay(Dataset dataset, String since) {
    return meters.timer("gateway.delivery.delay", "dataset", dataset.id(), "since", since);
  }

  /** An event may be dated a little ahead, by the clock of a till. */
  private static Duration between(long seconds, Instant now) {
    Duration delay = Duration.between(Instant.ofEpochSecond(seconds), now);
    return delay.isNegative() ? Duration.ZERO : delay;
  }

  private void countTraits(Dataset dataset, String ofEvent, int events) {
    if (ofEvent.isEmpty()) {
      return;
    }
    for (String trait : ofEvent.split(" ")) {
      int colon = trait.indexOf(':');
      if (colon < 0) {
        meters
            .counter("gateway.delivered.match.keys", "dataset", dataset.id(), "key", trait)
            .increment(events);
      } else {
        meters
            .counter(
                "gateway.delivered.dropped.identifiers",
                "dataset",
                dataset.id(),
                "key",
                trait.substring(0, colon),
                "reason",
                trait.substring(colon + 1))
            .increment(events);
      }
    }
  }
}
