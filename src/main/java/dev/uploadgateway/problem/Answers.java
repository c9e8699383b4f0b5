package dev.uploadgateway.problem;

import dev.uploadgateway.database.Outage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** The one place where what was thrown becomes an answer, and where bugs are logged. */
@RestControllerAdvice
class Answers extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  @ExceptionHandler
  ResponseEntity<Object> problem(Problem problem) {
    return problem.answer(HttpHeaders.EMPTY);
  }

  /**
   * A bug; or an outage, which is not the client's fault and soon over; or what the client wrote.
   */
  @ExceptionHandler
  ResponseEntity<Object> unexpected(Exception failure) {
    if (Outage.isBehind(failure)) {
      log.error("The database cannot be reached: {}", Outage.describe(failure));
      return Statuses.outage().answer(HttpHeaders.EMPTY);
    }
    Problem undecoded = Undecoded.behind(failure).orElse(null);
    if (undecoded != null) {
      return undecoded.answer(HttpHeaders.EMPTY);
    }
    log.error("A request failed", failure);
    return Statuses.problem(HttpStatus.INTERNAL_SERVER_ERROR).answer(HttpHeaders.EMPTY);
  }

  /**
   * All of Spring MVC's own exceptions arrive here; their messages are left out, as some quote what
   * was sent.
   */
  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (status.is5xxServerError()) {
      log.error("A request failed", e);
    }
    Problem problem =
        switch (e) {
          case HttpMessageNotReadableException unreadable -> Misread.of(unreadable.getCause());
          case MissingServletRequestParameterException missing ->
              invalid(missing.getParameterName(), "is missing");
          case MethodArgumentTypeMismatchException mismatch ->
              invalid(mismatch.getName(), "has the wrong form");
          case TypeMismatchException mismatch ->
              invalid(mismatch.getPropertyName(), "has the wrong form");
          case HandlerMethodValidationException invalid ->
              invalid(
                  invalid
                      .getParameterValidationResults()
                      .getFirst()
                      .getMethodParameter()
                      .getParameterName(),
                  "is out of range");
          default -> Statuses.problem(HttpStatus.valueOf(status.value()));
        };
    return problem.answer(headers);
  }

  private static Problem invalid(@Nullable String parameter, String how) {
    return new Problem(
            HttpStatus.BAD_REQUEST, "invalid_parameter", "The parameter " + parameter + " " + how)
        .with("parameter", parameter);
  }
}
