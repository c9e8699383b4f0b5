package dev.uploadgateway.meta;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outcome and the facts around it.
 *
 * @param notBefore no further call to the dataset before, as its limit is nearly used up; null
 *     where nothing speaks against one
 */
public record CallResult(Outcome outcome, Timing timing, Facts facts, @Nullable Instant notBefore) {

  /**
   * @param startedAt when the call was sent
   * @param took until its outcome was known
   * @param bytes length of the body; 0 where no call was made, as the dataset has no token
   */
  public record Timing(Instant startedAt, Duration took, long bytes) {}

  /**
   * What the answer said; everything is null where there was none.
   *
   * @param words Meta's words, or why there were none; cut to a readable length, and without what
   *     may be a customer's value
   */
  public record Facts(
      @Nullable Integer httpStatus,
      @Nullable Integer code,
      @Nullable Integer subcode,
      @Nullable String fbtraceId,
      @Nullable String words) {

    static Facts of(GraphAnswer answer, @Nullable String words) {
      return new Facts(
          answer.status(),
          answer.errorNumber("code"),
          answer.errorNumber("error_subcode"),
          answer.fbtraceId(),
          words);
    }

    static Facts withoutAnswer(String why) {
      return new Facts(null, null, null, null, why);
    }
  }

  static CallResult notMade(Outcome outcome, Instant now, String why) {
    return new CallResult(
        outcome, new Timing(now, Duration.ZERO, 0), Facts.withoutAnswer(why), null);
  }

  /** Whether there was a call at all. */
  public boolean made() {
    return timing.bytes() > 0;
  }
}
