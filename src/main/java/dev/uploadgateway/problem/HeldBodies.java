package dev.uploadgateway.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
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
      return new HeldStream(super.getInputStream(), place);
    }
  }

  private static final class HeldStream extends ServletInputStream {

    private final ServletInputStream in;
    private final BodyRoom.Place place;

    HeldStream(ServletInputStream in, BodyRoom.Place place) {
      this.in = in;
      this.place = place;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      place.grow(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      place.grow(Math.max(read, 0));
      return read;
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
