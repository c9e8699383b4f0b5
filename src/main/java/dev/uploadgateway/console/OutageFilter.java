package dev.uploadgateway.console;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Around the sessions, which are in the database: where they cannot be read there is a page all the
 * same.
 */
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER - 1)
class OutageFilter extends OncePerRequestFilter {

  private final ProblemPages pages;

  OutageFilter(ProblemPages pages) {
    this.pages = pages;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      Problem problem = ProblemPages.problem(e);
      response.resetBuffer();
      pages.renderAlone(problem, request, response);
    }
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !path.equals("/console") && !path.startsWith("/console/");
  }
}
