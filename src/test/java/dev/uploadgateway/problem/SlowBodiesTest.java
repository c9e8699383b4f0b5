package dev.uploadgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

class SlowBodiesTest {

  private Instant now = Instant.parse("2026-11-26T10:00:00Z");

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @Test
  void aBodyThatTricklesInIsGivenUp() throws Exception {
    try (InputStream in = body(new byte[100])) {
      now = now.plusSeconds(29);
      assertThat(in.read()).isZero();
      now = now.plusSeconds(2);

      assertThatThrownBy(in::read)
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.status().value()).isEqualTo(408);
                assertThat(problem.code()).isEqualTo("body_too_slow");
              });
    }
  }

  @Test
  void aLargeBodyMayTakeAsLongAsItTakes() throws Exception {
    try (InputStream in = body(new byte[1024 * 1024])) {
      for (int kilobytes = 0; kilobytes < 1024; kilobytes++) {
        now = now.plus(Duration.ofMillis(999));
        assertThat(in.readNBytes(1024)).hasSize(1024);
      }
      assertThat(in.read()).isNegative();
    }
  }

  private InputStream body(byte[] bytes) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent(bytes);
    MockFilterChain chain = new MockFilterChain();
    BodyProperties properties =
        new BodyProperties(
            Duration.ofSeconds(30), DataSize.ofKilobytes(1), 0.5, Duration.ofSeconds(3));
    new SlowBodies(properties, clock).doFilter(request, new MockHttpServletResponse(), chain);
    return stream(chain.getRequest());
  }

  private static InputStream stream(ServletRequest request) throws IOException {
    return request.getInputStream();
  }
}
