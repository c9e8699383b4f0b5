package dev.uploadgateway.console;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** Answers what the filters refuse: with the login, or with a page that says why not. */
@Component("consoleRefusals")
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

  private static final Problem STALE_FORM =
      new Problem(
          HttpStatus.FORBIDDEN,
          "stale_form",
          "The form was open for too long, or in a browser that takes no cookies. Nothing was"
              + " changed: go back, load the page again and repeat it");

  private final ProblemPages pages;

  Refusals(ProblemPages pages) {
    this.pages = pages;
  }

  /** Back to where somebody was, once they are logged in; only what is read can be repeated. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    boolean part = request.getHeader("HX-Request") != null;
    String next = request.getRequestURI();
    String query = request.getQueryString();
    String login =
        part || !request.getMethod().equals("GET") || (next.equals("/console") && query == null)
            ? "/console/login"
            : "/console/login?next="
                + UriUtils.encode(
                    query == null ? next : next + "?" + query, StandardCharsets.UTF_8);
    if (part) {
      response.setHeader("HX-Redirect", login);
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader("Location", login);
    }
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) {
    pages.render(problem(e), request, response);
  }

  private static Problem problem(AccessDeniedException e) {
    if (e instanceof CsrfException) {
      return STALE_FORM;
    }
    return e instanceof AuthorizationDeniedException denied
            && denied.getAuthorizationResult()
                instanceof ConsoleSecurity.Decision(PageRules.Verdict.Refused(Problem problem))
        ? problem
        : new Problem(HttpStatus.FORBIDDEN, "forbidden", "Your key may not do this");
  }
}
