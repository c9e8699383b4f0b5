package dev.uploadgateway.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a dataset is, in plain words.
 *
 * @param level {@code good}, {@code warn} or {@code bad}
 * @param words a sentence
 * @param detail Meta's own words and what to do; null where there is no more to say
 * @param repair what somebody who administers the dataset can do about it on its page; null where
 *     that is nothing
 */
record DatasetState(String level, String words, @Nullable String detail, @Nullable String repair) {

  /** As the alert has it. */
  private static final Duration TOKEN_ENDS_SOON = Duration.ofDays(14);

  /** What people know these errors of Meta's by; the others say enough themselves. */
  private static final Map<String, String> TOKEN_ERRORS =
      Map.of(
          "190", "does not take the access token",
          "190/458", "says the app of the access token was removed",
          "190/460", "says the access token ended with a change of password",
          "190/463", "says the access token has expired",
          "190/467", "says the access token was withdrawn");

  /**
   * @param dataset by the names of {@code GET /v1/datasets/{dataset}}
   * @param pausing whether calls pause because the last ones failed
   */
  static DatasetState of(
      Map<String, ? extends @Nullable Object> dataset, boolean pausing, Instant now) {
    if (!Boolean.TRUE.equals(dataset.get("access_token_set"))) {
      return new DatasetState(
          "bad", "It has no access token, so nothing is sent", null, "Enter one");
    }
    if (dataset.get("blocked_reason") instanceof String reason) {
      return blocked(reason, dataset.get("blocked_at") instanceof Instant at ? at : null, now);
    }
    if (dataset.get("throttled_until") instanceof Instant until && now.isBefore(until)) {
      return new DatasetState(
          "warn",
          "Meta asked for a pause until %s; what waits goes out then"
              .formatted(Say.time(until, now)),
          null,
          null);
    }
    if (pausing) {
      return new DatasetState(
          "warn", "Meta does not answer; the gateway pauses and tries again by itself", null, null);
    }
    return dataset.get("token_expires_at") instanceof Instant end
            && end.isBefore(now.plus(TOKEN_ENDS_SOON))
        ? tokenEnds(end, now)
        : new DatasetState("good", "Events go out", null, null);
  }

  private static DatasetState tokenEnds(Instant end, Instant now) {
    return new DatasetState(
        "warn",
        end.isAfter(now)
            ? "Events go out; the access token ends in " + Say.duration(Duration.between(now, end))
            : "The access token should have ended, though Meta has not refused it yet",
        null,
        "Replace it");
  }

  private static DatasetState blocked(String reason, @Nullable Instant at, Instant now) {
    String since = at == null ? "" : " (since " + Say.time(at, now) + ")";
    String code = reason.replaceFirst("(?s)^Error (\\d+(?:/\\d+)?).*", "$1");
    String known = TOKEN_ERRORS.get(code);
    return known == null
        ? new DatasetState("bad", "Nothing is sent" + since, reason, "See to it")
        : new DatasetState("bad", "Meta " + known + since, reason, "Replace it");
  }
}
