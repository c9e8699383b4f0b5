package dev.uploadgateway.problem;

import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A parameter that is not percent-encoded UTF-8. Tomcat throws when the first parameter is asked
 * for, and its words quote the value, which may be a key or a customer's: so it is an answer, and
 * no entry in the log.
 */
public final class Undecoded {

  private Undecoded() {}

  /** What to answer where such a parameter is behind a failure; empty where none is. */
  public static Optional<Problem> behind(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidParameterException) {
        return Optional.of(
            new Problem(
                HttpStatus.BAD_REQUEST,
                "invalid_parameter",
                "A parameter is not percent-encoded UTF-8"));
      }
    }
    return Optional.empty();
  }
}
