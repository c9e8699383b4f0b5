package dev.uploadgateway.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void itPrintsAsNothing() {
    assertThat(new Text("Anna Huber")).hasToString("Text[]");
  }

  @Test
  void whatWasStoredIsEqualToWhatCame() {
    Text stored = stored("größe 日本");

    assertThat(stored).isEqualTo(new Text("größe 日本")).hasSameHashCodeAs(new Text("größe 日本"));
    assertThat(stored.value()).isEqualTo("größe 日本");
    assertThat(stored).isNotEqualTo(new Text("größe")).isNotEqualTo(new Text("größe 日本 "));
    assertThat(stored("")).isEqualTo(new Text(""));
  }

  @Test
  void noneIsNone() {
    assertThat(Text.of(null)).isNull();
    assertThat(Text.string(null)).isNull();
    assertThat(stored(null)).isNull();
    assertThat(Text.string(Text.of("R-1"))).isEqualTo("R-1");
  }

  @Test
  void halfACharacterIsTheReplacementCharacter() {
    assertThat(new Text("a\ud83db").value()).isEqualTo("a\ufffdb");
    assertThat(stored("\ude00")).isEqualTo(new Text("\ufffd"));
  }

  private static Text stored(String text) {
    ConversionEvent event =
        new ConversionEvent(
            new Occasion("Purchase", 1_790_000_000, null, null),
            new Customer(Map.of()),
            new Sale(new Text("first"), Text.of(text), null, null, List.of()),
            List.of(),
            List.of());
    return EventCodec.decode(EventCodec.encode(event)).sale().itemNumber();
  }
}
