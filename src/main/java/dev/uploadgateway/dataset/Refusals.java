package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers what the security filters refuse, in the form that everything else is refused in. */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final HandlerExceptionResolver answers;

  Refusals(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver answers) {
    this.answers = answers;
  }

  /** Nobody knows who asks. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e) {
    answer(request, response, BearerKey.whyNot(request));
  }

  /** Who asks may not. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) {
    answer(
        request,
        response,
        e instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof Access.Refused(Problem problem)
            ? problem
            : new Problem(HttpStatus.FORBIDDEN, "scope_missing", "The key lacks a scope"));
  }

  void answer(HttpServletRequest request, HttpServletResponse response, Exception e) {
    answers.resolveException(request, response, null, e);
  }
}
