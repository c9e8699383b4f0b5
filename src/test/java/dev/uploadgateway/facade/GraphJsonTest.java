package dev.uploadgateway.facade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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

  /** A table of its names is kept while an event is read. */
  @Test
  void anEventBeyondAllMeasureIsRefusedBeforeItsNamesAreRemembered() {
    assertThat(events("a".repeat(1_000_000)).size()).isEqualTo(1);
    assertThatThrownBy(() -> events("a".repeat(1_100_000)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("beyond all measure");
  }

  @Test
  void moreMembersThanAnyCallHasAreRefused() {
    assertThat(members(100)).hasSize(100);
    assertThatThrownBy(() -> members(101)).isInstanceOf(Refusal.class);
  }

  private static EventList events(String name) {
    return GraphJson.readList("[{\"event_name\":\"" + name + "\"}]");
  }

  private static Map<String, String> members(int number) {
    Map<String, String> parameters = new HashMap<>();
    String json =
        IntStream.range(0, number)
            .mapToObj(member -> "\"m" + member + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    GraphJson.readObject(json.getBytes(UTF_8), parameters);
    return parameters;
  }

  private static Map<String, String> read(int depth) {
    Map<String, String> parameters = new HashMap<>();
    String json = "{\"fields\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    GraphJson.readObject(json.getBytes(UTF_8), parameters);
    return parameters;
  }
}
