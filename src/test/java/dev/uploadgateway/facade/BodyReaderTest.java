package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.uploadgateway.problem.Problem;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyReaderTest {

  private final BodyReader bodies = new BodyReader();

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

  private static MockHttpServletRequest request(int bytes) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v26.0/1/events");
    request.setContent(new byte[bytes]);
    return request;
  }
}
