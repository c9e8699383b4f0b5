package dev.uploadgateway.dispatch;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.stereotype.Component;

/** What this process does about a Meta that does not answer. */
@Component
public class Breakers {

  private final CircuitBreakerRegistry breakers;

  Breakers(CircuitBreakerRegistry breakers) {
    this.breakers = breakers;
  }

  /** Whether calls to the dataset pause, because too many of the last ones failed. */
  public boolean isOpen(String dataset) {
    return breakers
        .find(dataset)
        .map(CircuitBreaker::getState)
        .filter(state ->
            state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.FORCED_OPEN)
        .isPresent();
  }
}
