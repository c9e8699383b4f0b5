package dev.uploadgateway.meta;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outcome and the facts around it.
 *
 * @param startedAt when the call was sent
 * @param millis until its outcome was known
 * @param bytes length of the body; 0 where no call was made, as the dataset has no token
 */
public record CallResult(Outcome outcome, Instant startedAt, long millis, long bytes, Facts facts) {

  /** Whether there was a call at all. */
  public boolean made() {
    return bytes > 0;
  }

  /**
   * What the answer said; everything is null where there was none.
   *
   * @param words Meta's words, or why there were none; they hold no customer's value, as Meta was
   *     sent none
   */
  public record Facts(
      @Nullable Integer httpStatus,
      @Nullable Integer code,
      @Nullable Integer subcode,
      @Nullable String fbtraceId,
      @Nullable String words) {}
}
