package dev.uploadgateway.facade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphJsonTest {

  /** What is read without a bound on it ends with the stack. */
  @ParameterizedTest
  @ValueSource(ints = {41, 100_000})
  void whatIsNestedBeyondMeasureIsRefused(int depth) {
    assertThatThrownBy(() -> read(depth)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30})
  void whatEventsNestIsRead(int depth) {
    assertThat(read(depth)).containsKey("fields");
  }

  private static Map<String, String> read(int depth) {
    Map<String, String> parameters = new HashMap<>();
    String json = "{\"fields\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    GraphJson.readObject(json.getBytes(UTF_8), parameters);
    return parameters;
  }
}
