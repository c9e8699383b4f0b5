package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who makes a request. It refuses nobody, as health is for everybody; it notes why a
 * caller is not known, for the answer where one must be.
 */
final class BearerKey extends OncePerRequestFilter {

  private static final String WHY_NOT = BearerKey.class.getName();
  private static final String SCHEME = "Bearer ";

  private final Entrance entrance;
  private final Refusals refusals;

  BearerKey(Entrance entrance, Refusals refusals) {
    this.entrance = entrance;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      try {
        String presented = header.substring(SCHEME.length()).strip();
        authenticate(entrance.admit(presented, request.getRemoteAddr()));
      } catch (Problem problem) {
        request.setAttribute(WHY_NOT, problem);
      } catch (RuntimeException e) {
        refusals.answer(request, response, e);
        return;
      }
    }
    chain.doFilter(request, response);
  }

  /** Why the request is nobody's. */
  static Problem whyNot(HttpServletRequest request) {
    return request.getAttribute(WHY_NOT) instanceof Problem problem
        ? problem
        : unauthorized("missing_key", "The request needs Authorization: Bearer and an api key");
  }

  /** Who asks, for whoever wants to know until the request ends. */
  static void authenticate(Caller caller) {
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new PreAuthenticatedAuthenticationToken(caller, "", List.of()));
    SecurityContextHolder.setContext(context);
  }

  static Problem unknown() {
    return unauthorized("unknown_key", "There is no such api key");
  }

  static Problem expired() {
    return unauthorized("expired_key", "The api key has expired");
  }

  static Problem unauthorized(String code, String detail) {
    return new Problem(HttpStatus.UNAUTHORIZED, code, detail)
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
  }
}
