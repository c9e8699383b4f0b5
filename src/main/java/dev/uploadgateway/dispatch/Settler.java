package dev.uploadgateway.dispatch;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.meta.CallBody;
import dev.uploadgateway.meta.CallResult;
import dev.uploadgateway.meta.Outcome;
import dev.uploadgateway.outbox.CallRecord;
import dev.uploadgateway.outbox.Claim;
import dev.uploadgateway.outbox.Part;
import dev.uploadgateway.outbox.Reason;
import dev.uploadgateway.outbox.ReasonCode;
import dev.uploadgateway.outbox.Settlement;
import dev.uploadgateway.outbox.StoredEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/** Settles a call by its outcome. Only a deferred call uses up an attempt. */
@Component
class Settler {

  private static final Logger log = LoggerFactory.getLogger(Settler.class);

  /** How often and how long it is tried again. */
  @Component
  record Patience(RetryDelays delays, Strikes strikes) {}

  private final Settlement settlement;
  private final Datasets datasets;
  private final RetryDelays delays;
  private final Strikes strikes;
  private final CallMeters meters;
  private final Clock clock;

  Settler(
      Settlement settlement, Datasets datasets, Patience patience, CallMeters meters, Clock clock) {
    this.settlement = settlement;
    this.datasets = datasets;
    this.delays = patience.delays();
    this.strikes = patience.strikes();
    this.meters = meters;
    this.clock = clock;
  }

  void settle(Dataset dataset, Claim claim, WrittenCall written, CallResult result) {
    if (result.made()) {
      report(dataset, claim, written.body(), result);
    }
    CallRecord call = recordOf(result);
    if (!(result.outcome() instanceof Outcome.Blocked)) {
      strikes.clear(dataset.number());
    }
    switch (result.outcome()) {
      case Outcome.Accepted _ -> {
        settlement.delivered(claim, call, written.traits());
        meters.countDelivered(dataset, claim, written.traits());
      }
      case Outcome.Deferred deferred -> defer(claim, written, deferred, call);
      case Outcome.Throttled throttled -> {
        throttle(dataset, throttled);
        settlement.giveBack(claim, throttled.until(), false, call);
      }
      case Outcome.Refused refused -> refuse(dataset, claim, refused, call);
      case Outcome.Blocked blocked -> block(dataset, claim, blocked, result.made() ? call : null);
    }
    if (result.limit().notBefore() instanceof Instant notBefore) {
      log.info("dataset={} is near Meta's limit: no call before {}", dataset.id(), notBefore);
      datasets.throttle(dataset.id(), notBefore);
    }
  }

  /** For a claim of which nothing is sent, and that may be made again at once. */
  void giveBack(Claim claim) {
    settlement.giveBack(claim, clock.instant(), false, null);
  }

  private void block(
      Dataset dataset, Claim claim, Outcome.Blocked blocked, @Nullable CallRecord call) {
    Instant now = clock.instant();
    if (blocked.mayPass() && !strikes.strike(dataset.number())) {
      datasets.throttle(dataset.id(), now.plus(delays.first()));
    } else {
      log.warn("dataset={} is blocked: {}", dataset.id(), blocked.why());
      datasets.block(dataset, blocked.why());
    }
    settlement.giveBack(claim, now, false, call);
  }

  private void refuse(Dataset dataset, Claim claim, Outcome.Refused refused, CallRecord call) {
    List<Part> parts = Isolation.of(claim, refused);
    settlement.sort(claim, parts, call);
    if (parts.stream().anyMatch(Isolation::isCallRefused)) {
      log.error(
          "dataset={} upload={}: {} events are in quarantine because Meta refuses the call, not an event: {}",
          dataset.id(),
          claim.lane().uploadTag(),
          claim.events().size(),
          refused.why());
    }
  }

  private void defer(Claim claim, WrittenCall written, Outcome.Deferred deferred, CallRecord call) {
    if (!deferred.sent()) {
      settlement.giveBack(claim, due(delays.first(), deferred), false, call);
      return;
    }
    Duration delay = delays.after(claim.attempts());
    if (delay == null) {
      Reason reason =
          ReasonCode.UNDELIVERABLE.with("Every attempt failed. Last: " + deferred.why());
      settlement.quarantine(claim, reason, call);
    } else if (claim.wire() == null) {
      String wire = written.body().wire().wireName();
      settlement.freeze(claim, due(delay, deferred), call, wire, frozen(claim, written));
    } else {
      settlement.giveBack(claim, due(delay, deferred), true, call);
    }
  }

  private Instant due(Duration delay, Outcome.Deferred deferred) {
    Instant due = clock.instant().plus(delay);
    Instant notBefore = deferred.notBefore();
    return notBefore != null && notBefore.isAfter(due) ? notBefore : due;
  }

  /** The events with the bytes that were sent, which may have reached Meta. */
  private static List<StoredEvent> frozen(Claim claim, WrittenCall written) {
    List<StoredEvent> events = claim.events();
    List<StoredEvent> frozen = new ArrayList<>(events.size());
    for (int i = 0; i < events.size(); i++) {
      frozen.add(events.get(i).frozen(written.body().event(i), written.traits().get(i)));
    }
    return frozen;
  }

  private void throttle(Dataset dataset, Outcome.Throttled throttled) {
    if (throttled.wholeApp()) {
      datasets.all().stream()
          .filter(each -> each.credentials().mayShareApp(dataset.credentials()))
          .forEach(each -> datasets.throttle(each.id(), throttled.until()));
    } else {
      datasets.throttle(dataset.id(), throttled.until());
    }
  }

  private void report(Dataset dataset, Claim claim, CallBody body, CallResult result) {
    String outcome = result.outcome().word();
    CallResult.Facts facts = result.facts();
    log.atLevel(result.outcome() instanceof Outcome.Accepted ? Level.INFO : Level.WARN)
        .log(
            "call dataset={} upload={} events={} bytes={} attempt={} outcome={} http={} code={} subcode={}"
                + " fbtrace={} millis={}",
            dataset.id(),
            claim.lane().uploadTag(),
            body.events(),
            result.timing().bytes(),
            claim.attempts() + 1,
            outcome,
            facts.httpStatus(),
            facts.code(),
            facts.subcode(),
            facts.fbtraceId(),
            result.timing().took().toMillis());
    if (result.outcome() instanceof Outcome.Accepted(Integer received)
        && received != null
        && received != body.events()) {
      log.warn(
          "Meta says it received {} of {} events of upload {} to dataset {}",
          received,
          body.events(),
          claim.lane().uploadTag(),
          dataset.id());
    }
    meters.count(dataset, body, result);
  }

  private static CallRecord recordOf(CallResult result) {
    CallResult.Facts facts = result.facts();
    return new CallRecord(
        result.timing().startedAt(),
        result.timing().took().toMillis(),
        result.timing().bytes(),
        result.outcome().word(),
        new CallRecord.Answer(
            facts.httpStatus(), facts.code(), facts.subcode(), facts.fbtraceId(), facts.words()));
  }
}
