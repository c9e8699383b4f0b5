package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Logins;
import dev.uploadgateway.dataset.Recognition;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What a session remembers: the public id of the key that somebody logged in with. Whether that key
 * is still good is looked up on every request.
 */
@Component
class Visit {

  /** However busy: who works longer logs in again. */
  private static final Duration LONGEST = Duration.ofHours(12);

  private static final String KEY_ID = "key_id";

  private final Logins logins;
  private final Clock clock;

  Visit(Logins logins, Clock clock) {
    this.logins = logins;
    this.clock = clock;
  }

  /** In a new session: an id from before the login is worth nothing after it. */
  void begin(HttpServletRequest request, Caller caller) {
    end(request);
    request.getSession(true).setAttribute(KEY_ID, caller.keyId());
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
    if (!clock.instant().isBefore(begun.plus(LONGEST))) {
      session.invalidate();
      return Optional.empty();
    }
    return switch (logins.find(keyId)) {
      case Recognition.Known(Caller caller) -> Optional.of(caller);
      case Recognition.Unknown(), Recognition.Expired() -> {
        session.invalidate();
        yield Optional.empty();
      }
    };
  }
}
