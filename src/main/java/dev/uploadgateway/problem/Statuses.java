package dev.uploadgateway.problem;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The problem that a bare status stands for, where nobody can say more than the server or the
 * framework did.
 */
final class Statuses {

  private Statuses() {}

  static Problem problem(HttpStatus status) {
    return switch (status) {
      case BAD_REQUEST -> of(status, "bad_request", "The request is malformed");
      case NOT_FOUND -> of(status, "not_found", "There is nothing at this path");
      case METHOD_NOT_ALLOWED ->
          of(status, "method_not_allowed", "The path does not take this method; see Allow");
      case NOT_ACCEPTABLE ->
          of(status, "not_acceptable", "There is no answer in a form that Accept asks for");
      case CONTENT_TOO_LARGE -> of(status, "too_large", "The body is larger than is taken at once");
      case UNSUPPORTED_MEDIA_TYPE ->
          of(status, "unsupported_media_type", "The body is of a Content-Type that is not taken");
      case SERVICE_UNAVAILABLE -> of(status, "unavailable", "Not now; try again later");
      default ->
          status.is4xxClientError()
              ? of(status, "bad_request", "The request is not taken")
              : of(
                  HttpStatus.INTERNAL_SERVER_ERROR,
                  "internal_error",
                  "The gateway failed; X-Request-Id finds the reason in its log");
    };
  }

  /** The database restarts, or has no connection to spare. */
  static Problem outage() {
    return problem(HttpStatus.SERVICE_UNAVAILABLE).withHeader(HttpHeaders.RETRY_AFTER, "5");
  }

  private static Problem of(HttpStatus status, String code, String detail) {
    return new Problem(status, code, detail);
  }
}
