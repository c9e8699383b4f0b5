package dev.uploadgateway.meta;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outcome and the facts around it.
 *
 * @param limit how near the call came to Meta's rate limit
 */
public record CallResult(Outcome outcome, Timing timing, Facts facts, Limit limit) {

  /**
   * @param used share of the limit, 1 and more where nothing is left; 0 where Meta did not say
   * @param notBefore no further call to the dataset before, as its limit is nearly used up; null
   *     where nothing speaks against one
   */
  public record Limit(double used, @Nullable Instant notBefore) {

    static final Limit UNKNOWN = new Limit(0, null);
  }

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

    /**
     * The error's code as a word of which there are not too many: {@code none} without an error,
     * {@code other} for one that Meta does not document.
     */
    public String codeWord() {
      if (code == null) {
        return "none";
      }
      return code > 0 && Reaction.to(code, 0, "") != null ? Integer.toString(code) : "other";
    }

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
        outcome, new Timing(now, Duration.ZERO, 0), Facts.withoutAnswer(why), Limit.UNKNOWN);
  }

  /** Whether there was a call at all. */
  public boolean made() {
    return timing.bytes() > 0;
  }
}
