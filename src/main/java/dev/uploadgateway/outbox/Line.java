package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one event of an order.
 *
 * @param calls every call to Meta that carried it, in their order
 */
public record Line(Place place, Received received, State state, Calls calls, Contents contents) {

  /**
   * What tells a line from every other of its dataset.
   *
   * @param day of the event, UTC
   */
  public record Place(LocalDate day, EventKey key) {}

  /**
   * @param at when it was accepted; where {@code until} is set, not before that
   * @param until not after that; null where {@code at} is exact. Of events that went in one call
   *     which Meta refused, only the span is kept
   */
  public record Received(String uploadTag, Instant at, @Nullable Instant until) {}

  /** Where it is. */
  public sealed interface State {

    /**
     * It waits.
     *
     * @param due when it is sent at the earliest; where it is claimed, when the claim ends
     * @param deadline from here on Meta refuses it, or one that travels with it
     * @param claimed whether a call with it is under way, or was when a gateway died
     * @param attempts calls that failed since it was accepted or last released
     */
    record Pending(Instant due, Instant deadline, boolean claimed, int attempts) implements State {}

    /** Meta has it, by the last of its calls. */
    record Delivered(Instant at) implements State {}

    /**
     * It waits for a human.
     *
     * @param deadline from here on Meta refuses it, or one that waits with it, even when released
     */
    record Quarantined(Reason reason, Instant since, Instant deadline, int attempts)
        implements State {}
  }

  /**
   * @param listed the last hundred of them
   * @param omitted how many there were before those
   */
  public record Calls(List<Call> listed, int omitted) {
    public Calls {
      listed = List.copyOf(listed);
    }

    /** The one that delivered it, or the last that failed; null where none has carried it. */
    public @Nullable Call last() {
      return listed.isEmpty() ? null : listed.getLast();
    }
  }

  /**
   * @param events how many events it carried
   */
  public record Call(long id, int events, CallRecord facts) {}

  /** What is no personal data of the event, as long as it is here. */
  public sealed interface Contents {

    /**
     * @param time unix seconds, as it is sent
     */
    record Shown(String eventName, long time, @Nullable String itemNumber, @Nullable Money money)
        implements Contents {}

    /** Destroyed in the statement that recorded the delivery. */
    record Erased() implements Contents {}

    /** The envelope does not open, or another release wrote the event. */
    record Unreadable() implements Contents {}
  }
}
