package dev.uploadgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MisreadTest {

  @Test
  void whatIsNoUtf8IsToldSo() {
    assertThat(refusal("{\n\"name\": \"Müller\"}", StandardCharsets.ISO_8859_1))
        .startsWith("The body is not JSON in UTF-8: line 2, column ");
    assertThat(refusal("{\n\"name\": Müller}", StandardCharsets.UTF_8))
        .startsWith("The body is not JSON: line 2, column ");
  }

  private static String refusal(String json, Charset charset) {
    Throwable misread = catchThrowable(() -> new JsonMapper().readTree(json.getBytes(charset)));
    return Misread.of(misread).detail();
  }
}
