package dev.uploadgateway.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who asks for a page, from the session; it refuses nobody. */
final class VisitFilter extends OncePerRequestFilter {

  private final Visit visit;

  VisitFilter(Visit visit) {
    this.visit = visit;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!PageRules.isAsset(request)) {
      visit
          .caller(request)
          .ifPresent(caller -> {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                new PreAuthenticatedAuthenticationToken(caller, "", List.of()));
            SecurityContextHolder.setContext(context);
          });
    }
    chain.doFilter(request, response);
  }
}
