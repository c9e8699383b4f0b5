package dev.uploadgateway.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to Meta, for the audit trail.
 *
 * @param startedAt when it was sent
 * @param millis until its outcome was known
 * @param bytes length of the body
 * @param outcome {@code accepted}, {@code deferred}, {@code throttled}, {@code refused} or {@code
 *     blocked}
 * @param answer what Meta said
 */
public record CallRecord(
    Instant startedAt, long millis, long bytes, String outcome, Answer answer) {

  /**
   * Meta's answer; everything is null where none came.
   *
   * @param message Meta's words, or why there were none
   */
  public record Answer(
      @Nullable Integer httpStatus,
      @Nullable Integer code,
      @Nullable Integer subcode,
      @Nullable String fbtraceId,
      @Nullable String message) {}
}
