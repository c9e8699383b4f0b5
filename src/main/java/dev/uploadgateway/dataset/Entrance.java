package dev.uploadgateway.dataset;

import dev.uploadgateway.audit.Counted;
import dev.uploadgateway.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Lets in who presents a key of the gateway or a token of the issuer, wherever in the request it
 * stood, as often as they may. A key that is good is served however many others fail at the same
 * address: tills of one shop share one.
 */
@Component
class Entrance {

  private final ApiKeys keys;
  private final SignedTokens tokens;
  private final KeyLimits limits;
  private final KeyUse use;
  private final Counted counted;

  Entrance(ApiKeys keys, SignedTokens tokens, KeyLimits limits, KeyUse use, Counted counted) {
    this.keys = keys;
    this.tokens = tokens;
    this.limits = limits;
    this.use = use;
    this.counted = counted;
  }

  /**
   * Who that is. Once per request: it counts.
   *
   * @param address where the request comes from, as the trusted proxies tell
   * @throws Problem 401 {@code unknown_key} or {@code expired_key}; 429 {@code rate_limited} or
   *     {@code too_many_failures}; 503 {@code issuer_unreachable}
   */
  Caller admit(String presented, String address) {
    boolean signed = tokens.isOne(presented);
    return switch (signed ? tokens.recognise(presented) : keys.recognise(presented)) {
      case Recognition.Known(Caller caller) ->
          paced(
              caller, signed ? tokens.requestsPerSecond() : keys.requestsPerSecond(caller.keyId()));
      case Recognition.Unknown() -> throw refused(address, BearerKey.unknown());
      case Recognition.Expired() -> throw refused(address, BearerKey.expired());
    };
  }

  private Caller paced(Caller caller, @Nullable Integer perSecond) {
    if (perSecond != null && !limits.mayAsk(caller.keyId(), perSecond)) {
      throw tooMany(
          "rate_limited",
          "No more than %d requests per second are meant to come from here".formatted(perSecond),
          1);
    }
    use.used(caller.keyId());
    return caller;
  }

  private Problem refused(String address, Problem why) {
    counted.keyRefused();
    return limits.mayFail(address)
        ? why
        : tooMany(
            "too_many_failures",
            "Too many keys from this address were wrong, and so is this one",
            60);
  }

  private static Problem tooMany(String code, String detail, int seconds) {
    return new Problem(HttpStatus.TOO_MANY_REQUESTS, code, detail)
        .withHeader(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
  }
}
