package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.uploadgateway.problem.Problem;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyReaderTest {

  private static final int PIECE = 16 * 1024;

  private final BodyReader bodies = new BodyReader(2 * BodyReader.COPIES * PIECE);

  @Test
  void strangersShareTheRoomThatThereIsAndOthersDoNotWaitForThem() {
    assertRefused(2 * PIECE + 1);
    try (BodyReader.Held held = bodies.read(request(PIECE), false)) {
      assertThat(held.bytes()).hasSize(PIECE);
      assertRefused(1); // as long as nobody knows whose it is

      assertThat(bodies.read(request(5 * PIECE), true).bytes()).hasSize(5 * PIECE);
    }
    assertThat(bodies.read(request(PIECE), false).bytes())
        .as("the room is given back")
        .hasSize(PIECE);
  }

  @Test
  void aBodyBeyondAllMeasureIsRefusedWhoeverSendsIt() {
    for (boolean known : new boolean[] {true, false}) {
      assertThatExceptionOfType(Problem.class)
          .isThrownBy(() -> bodies.read(request(BodyReader.LARGEST + 1), known))
          .satisfies(problem -> assertThat(problem.status().value()).isEqualTo(413));
    }
  }

  @Test
  void aCompressedBodyIsRefused() {
    MockHttpServletRequest request = request(1);
    request.addHeader("Content-Encoding", "gzip");

    assertThatExceptionOfType(Problem.class).isThrownBy(() -> bodies.read(request, true));
  }

  private void assertRefused(int bytes) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> bodies.read(request(bytes), false))
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("too_many_bodies"));
  }

  private static MockHttpServletRequest request(int bytes) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v26.0/1/events");
    request.setContent(new byte[bytes]);
    return request;
  }
}
