package dev.uploadgateway.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Has every body take its place in the {@link BodyRoom}, and give it back with the answer. */
@Component
@Order(1)
class HeldBodies extends OncePerRequestFilter {

  private final BodyRoom room;

  HeldBodies(BodyRoom room) {
    this.room = room;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try (BodyRoom.Place place = room.place()) {
      place.belongsTo(request);
      chain.doFilter(new Held(request, place), response);
    }
  }

  private static final class Held extends HttpServletRequestWrapper {

    private final BodyRoom.Place place;

    Held(HttpServletRequest request, BodyRoom.Place place) {
      super(request);
      this.place = place;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      place.begin(getContentLengthLong());
      return new CountedStream(super.getInputStream(), place::grow);
    }
  }
}
