package dev.uploadgateway.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PropertyTest {

  @Test
  void itPrintsAsItsName() {
    assertThat(new Property("note", "\"for Anna Huber\"")).hasToString("Property[note]");
  }

  @Test
  void whatWasStoredIsEqualToWhatCame() {
    Property property = new Property("größe", "[\"é\",1]");
    Property stored = stored(new Property("first", "1"), property).getLast();

    assertThat(stored).isEqualTo(property).hasSameHashCodeAs(property);
    assertThat(stored.name()).isEqualTo("größe");
    assertThat(stored.json()).isEqualTo("[\"é\",1]");
    assertThat(stored).isNotEqualTo(new Property("größe", "[\"é\",2]"));
    assertThat(stored).isNotEqualTo(new Property("größe[", "\"é\",1]"));
  }

  @Test
  void halfACharacterIsTheReplacementCharacter() {
    Property half = new Property("n\ud83d", "\"\ude00\"");

    assertThat(half.name()).isEqualTo("n\ufffd");
    assertThat(half.json()).isEqualTo("\"\ufffd\"");
  }

  private static List<Property> stored(Property... properties) {
    ConversionEvent event =
        new ConversionEvent(
            new Occasion("Purchase", 1_790_000_000, null, null),
            new Customer(Map.of()),
            new Sale(null, null, null, null, List.of()),
            List.of(properties),
            List.of());
    return EventCodec.decode(EventCodec.encode(event)).customData();
  }
}
