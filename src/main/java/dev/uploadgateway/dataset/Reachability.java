package dev.uploadgateway.dataset;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether anything may be sent to a dataset, as every replica knows it.
 *
 * @param throttledUntil Meta asked for a pause until then; may be past
 * @param blockedReason why nothing is sent until a human changes the dataset; null means it is not
 *     blocked
 * @param changedAt since when it is as it is: what Meta says to an earlier token is no news of this
 *     one
 * @param tokenExpiresAt when Meta takes the token no longer, as whoever put it says; null where
 *     nobody knows, or it has no end
 */
public record Reachability(
    @Nullable Instant throttledUntil,
    @Nullable String blockedReason,
    Instant changedAt,
    @Nullable Instant tokenExpiresAt) {

  /** Neither blocked nor throttled at that time. */
  public boolean open(Instant now) {
    return blockedReason == null && (throttledUntil == null || !now.isBefore(throttledUntil));
  }
}
