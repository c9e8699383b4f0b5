package dev.uploadgateway.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives up bodies that trickle in. The server minds a pause only, so that a byte every few seconds
 * would hold one of the few places of large uploads for ever.
 */
@Component
@Order(0)
class SlowBodies extends OncePerRequestFilter {

  private final BodyProperties properties;
  private final Clock clock;

  SlowBodies(BodyProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(new Timed(request), response);
  }

  private final class Timed extends HttpServletRequestWrapper {

    Timed(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new CountedStream(super.getInputStream(), new Pace()::count);
    }
  }

  private final class Pace {

    private final Instant begun = clock.instant();
    private long bytes;

    void count(int read) {
      bytes += read;
      if (read > 0 && clock.instant().isAfter(begun.plus(properties.longest(bytes)))) {
        throw new Problem(
            HttpStatus.REQUEST_TIMEOUT,
            "body_too_slow",
            "The body arrives too slowly. What is stored of it is told as a duplicate when it is sent again");
      }
    }
  }
}
