package dev.uploadgateway.setup;

import dev.uploadgateway.meta.CallResult;
import dev.uploadgateway.meta.GraphReply;
import dev.uploadgateway.meta.Outcome;
import dev.uploadgateway.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * What a caller is told where Meta does not do what it was asked: by what it calls for, and never
 * by Meta's HTTP status. The member {@code meta} holds Meta's own numbers and words.
 */
final class MetaProblem {

  /** Meta seldom says when to come back; an outage is rarely over sooner. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of code 100: the object is not there, or not for this token. */
  private static final Set<Integer> NO_SUCH_OBJECT = Set.of(33, 34, 38, 2044055);

  private static final int UNKNOWN_ID = 803;

  private MetaProblem() {}

  /**
   * @param wrote whether something was to be changed
   */
  static Problem of(GraphReply.Failed failed, boolean wrote, Instant now) {
    Problem problem =
        switch (failed.outcome()) {
          case Outcome.Deferred deferred ->
              new Problem(
                      HttpStatus.SERVICE_UNAVAILABLE, "meta_unavailable", unsure(deferred, wrote))
                  .withHeader(HttpHeaders.RETRY_AFTER, seconds(deferred.notBefore(), now));
          case Outcome.Throttled throttled ->
              new Problem(
                      HttpStatus.TOO_MANY_REQUESTS,
                      "meta_throttled",
                      "Meta takes no calls for a while: " + throttled.why())
                  .withHeader(HttpHeaders.RETRY_AFTER, seconds(throttled.until(), now));
          case Outcome.Refused refused ->
              new Problem(
                  HttpStatus.UNPROCESSABLE_CONTENT,
                  "meta_refused",
                  "Meta refuses it: " + refused.why());
          case Outcome.Blocked blocked -> blocked(blocked, failed.facts());
          case Outcome.Accepted _ ->
              throw new IllegalStateException("A failure that is none: " + failed.facts());
        };
    return problem.with("meta", MetaAnswer.of(failed.facts()));
  }

  /** Meta's answer lacks what it was asked for. */
  static Problem unreadable(String what) {
    return new Problem(HttpStatus.BAD_GATEWAY, "meta_unreadable", "Meta's answer has no " + what);
  }

  private static Problem blocked(Outcome.Blocked blocked, CallResult.Facts facts) {
    Integer code = facts.code();
    Integer subcode = facts.subcode();
    boolean missing =
        code != null
            && (code == UNKNOWN_ID
                || (code == 100 && subcode != null && NO_SUCH_OBJECT.contains(subcode)));
    return missing
        ? new Problem(
            HttpStatus.NOT_FOUND,
            "meta_unknown_object",
            "Meta has no such object, or the token may not see it. Check the id, and that the"
                + " token's system user has access")
        : new Problem(HttpStatus.CONFLICT, "meta_blocked", blocked.why());
  }

  private static String unsure(Outcome.Deferred deferred, boolean wrote) {
    return wrote && deferred.sent()
        ? "Meta may or may not have done it: look before you repeat it. " + deferred.why()
        : "Meta could not be asked: " + deferred.why();
  }

  private static String seconds(@Nullable Instant then, Instant now) {
    Duration wait = then == null ? PATIENCE : Duration.between(now, then);
    return Long.toString(Math.max(1, wait.toSeconds()));
  }
}
