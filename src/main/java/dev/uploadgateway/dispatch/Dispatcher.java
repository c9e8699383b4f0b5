package dev.uploadgateway.dispatch;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.meta.CallBody;
import dev.uploadgateway.meta.CallResult;
import dev.uploadgateway.meta.MetaClient;
import dev.uploadgateway.meta.Outcome;
import dev.uploadgateway.outbox.Claim;
import dev.uploadgateway.outbox.Claims;
import dev.uploadgateway.trace.Traces;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * While a dataset is reachable: claims due batches, opens them, makes match keys, sends, and
 * settles by outcome.
 */
@Component
class Dispatcher {

  /** The rooms that a call passes through, in this order. */
  @Component
  record Stages(
      Claims claims, Datasets datasets, CallWriter writer, MetaClient meta, Settler settler) {}

  private final Stages stages;
  private final CircuitBreakerRegistry breakers;
  private final Traces traces;
  private final DispatchProperties properties;
  private final Clock clock;

  Dispatcher(
      Stages stages,
      CircuitBreakerRegistry breakers,
      Traces traces,
      DispatchProperties properties,
      Clock clock) {
    this.stages = stages;
    this.breakers = breakers;
    this.traces = traces;
    this.properties = properties;
    this.clock = clock;
    if (properties.lease().compareTo(stages.meta().longestCall()) <= 0) {
      throw new IllegalArgumentException(
          "gateway.dispatch.lease (%s) is longer than gateway.meta.total-timeout (%s), or the gateway would repeat its own calls"
              .formatted(properties.lease(), stages.meta().longestCall()));
    }
  }

  /**
   * Makes at most one call.
   *
   * @param claimed runs once something is claimed, while the call is still to be made
   * @return false where nothing is due, or nothing may be sent
   */
  boolean dispatch(Dataset dataset, Runnable claimed) {
    Instant now = clock.instant();
    CircuitBreaker breaker = breakers.circuitBreaker(dataset.id());
    if (!dataset.reachability().open(now) || !breaker.tryAcquirePermission()) {
      return false;
    }
    Optional<WrittenCall> call = Optional.empty();
    try {
      int limit = CallBody.limit(dataset.delivery().wire());
      Optional<Claim> claim = stages.claims().claim(dataset.number(), limit, properties.lease());
      if (claim.isEmpty()) {
        return false;
      }
      claimed.run();
      if (!isOpenStill(dataset, now)) {
        stages.settler().giveBack(claim.get());
        return false;
      }
      call = stages.writer().write(dataset, claim.get(), now);
      call.ifPresent(written ->
          traces.follow(
              "call",
              SpanKind.CLIENT,
              claim.get().traceparents(),
              span -> {
                CallResult result = send(dataset, claim.get(), written, breaker);
                CallSpan.tell(span, dataset, claim.get(), result);
              }));
      return true;
    } finally {
      if (call.isEmpty()) {
        breaker.releasePermission();
      }
    }
  }

  /** What is claimed may be what another call gave back when it blocked or paused the dataset. */
  private boolean isOpenStill(Dataset dataset, Instant now) {
    return stages.datasets().byNumber(dataset.number()).reachability().open(now);
  }

  private CallResult send(
      Dataset dataset, Claim claim, WrittenCall written, CircuitBreaker breaker) {
    long started = System.nanoTime();
    CallResult result;
    try {
      result = stages.meta().send(dataset, call(claim, written.body()));
    } catch (RuntimeException | Error e) {
      breaker.onError(System.nanoTime() - started, TimeUnit.NANOSECONDS, e);
      throw e;
    }
    long took = result.timing().took().toNanos();
    if (result.outcome() instanceof Outcome.Deferred deferred) {
      breaker.onError(took, TimeUnit.NANOSECONDS, new MetaUnavailable(deferred.why()));
    } else {
      breaker.onSuccess(took, TimeUnit.NANOSECONDS);
    }
    stages.settler().settle(dataset, claim, written, result);
    return result;
  }

  private static MetaClient.Call call(Claim claim, CallBody body) {
    return new MetaClient.Call(
        body,
        claim.lane().uploadTag(),
        claim.lane().namespaceId(),
        claim.attempts(),
        claim.firstSentAt() != null);
  }

  /** What the breaker counts; never thrown. */
  private static final class MetaUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    MetaUnavailable(String why) {
      super(why, null, false, false);
    }
  }
}
