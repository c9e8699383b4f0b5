package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Logins;
import dev.uploadgateway.dataset.Recognition;
import dev.uploadgateway.dataset.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a session remembers: the public id of the key that somebody logged in with. Whether that key
 * is still good is looked up on every request. Of somebody that an issuer vouched for, whom nobody
 * here can look up, it remembers for an hour what they may do.
 */
@Component
class Visit {

  /** However busy: who works longer logs in again. */
  private static final Duration LONGEST = Duration.ofHours(12);

  private static final Duration LONGEST_OF_ISSUER = Duration.ofHours(1);

  private static final String KEY_ID = "key_id";
  private static final String SCOPES = "scopes";
  private static final String DATASETS = "datasets";

  private final Logins logins;
  private final Clock clock;

  Visit(Logins logins, Clock clock) {
    this.logins = logins;
    this.clock = clock;
  }

  /** In a new session: an id from before the login is worth nothing after it. */
  void begin(HttpServletRequest request, Caller caller) {
    end(request);
    HttpSession session = request.getSession(true);
    session.setAttribute(KEY_ID, caller.keyId());
    if (isOfIssuer(caller.keyId())) {
      session.setAttribute(
          SCOPES, caller.scopes().stream().map(Scope::wireName).collect(Collectors.joining(" ")));
      Set<String> datasets = caller.datasets();
      if (datasets != null) {
        session.setAttribute(DATASETS, String.join(" ", datasets));
      }
    }
  }

  void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  /** Who is logged in; one whose key is no longer good is logged out by this. */
  Optional<Caller> caller(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(KEY_ID) instanceof String keyId)) {
      return Optional.empty();
    }
    Instant begun = Instant.ofEpochMilli(session.getCreationTime());
    Duration longest = isOfIssuer(keyId) ? LONGEST_OF_ISSUER : LONGEST;
    if (!clock.instant().isBefore(begun.plus(longest))) {
      session.invalidate();
      return Optional.empty();
    }
    if (isOfIssuer(keyId)) {
      return Optional.of(remembered(session, keyId));
    }
    return switch (logins.find(keyId)) {
      case Recognition.Known(Caller caller) -> Optional.of(caller);
      case Recognition.Unknown(), Recognition.Expired() -> {
        session.invalidate();
        yield Optional.empty();
      }
    };
  }

  private static boolean isOfIssuer(String keyId) {
    return keyId.startsWith(IssuerLogin.OF_ISSUER);
  }

  private static Caller remembered(HttpSession session, String keyId) {
    Set<Scope> scopes =
        words(session.getAttribute(SCOPES))
            .flatMap(word -> Scope.of(word).stream())
            .collect(Collectors.toSet());
    Object datasets = session.getAttribute(DATASETS);
    return new Caller(
        keyId, scopes, datasets == null ? null : words(datasets).collect(Collectors.toSet()));
  }

  private static Stream<String> words(@Nullable Object text) {
    return text instanceof String words ? Arrays.stream(words.split(" ")) : Stream.empty();
  }
}
