package dev.uploadgateway.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

  private static final ConversionEvent FULL =
      new ConversionEvent(
          new Occasion("Käufe 🛍", 1_772_366_400L, ActionSource.PHYSICAL_STORE, "e-1 🧾"),
          new Customer(everyIdentifier()),
          new Sale(
              new Text("ATN10001"),
              new Text("日本"),
              new Money(new BigDecimal("16.00"), Currency.getInstance("JPY")),
              new Text("product"),
              List.of(
                  new Content(
                      new Text("A"),
                      new BigDecimal("0.500"),
                      new BigDecimal("1E+3"),
                      List.of(new Property("brand", "\"B\""))),
                  new Content(new Text(""), new BigDecimal("2"), null, List.of()))),
          List.of(new Property("tags", "[\"a\",{}]"), new Property("", "null")),
          List.of(new Property("opt_out", "true")));

  private static final ConversionEvent LEAST =
      new ConversionEvent(
          new Occasion("Lead", 0, null, null),
          new Customer(Map.of()),
          new Sale(null, null, null, null, List.of()),
          List.of(),
          List.of());

  @Test
  void everythingComesBackAsItWas() {
    assertThat(EventCodec.decode(EventCodec.encode(FULL))).isEqualTo(FULL);
    assertThat(EventCodec.decode(EventCodec.encode(LEAST))).isEqualTo(LEAST);
  }

  /** So that who was dropped for it at intake is not sent as somebody with a question mark. */
  @Test
  void halfACharacterComesBackAsTheOneThatStandsForIt() {
    Customer given =
        new Customer(Map.of(Identifier.EMAIL, List.of("\ud83da\ud83d\ude00@b.de\ude00")));
    ConversionEvent event =
        new ConversionEvent(LEAST.occasion(), given, LEAST.sale(), List.of(), List.of());

    assertThat(EventCodec.decode(EventCodec.encode(event)).customer())
        .isEqualTo(
            new Customer(Map.of(Identifier.EMAIL, List.of("\ufffda\ud83d\ude00@b.de\ufffd"))));
  }

  @ParameterizedTest
  @EnumSource
  void everySourceComesBack(ActionSource source) {
    ConversionEvent event = at(1, source);

    assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, -1, 1_772_366_400, Long.MAX_VALUE, Long.MIN_VALUE})
  void everyTimeComesBack(long time) {
    ConversionEvent event = at(time, null);

    assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.00", "16.00", "1E+3", "1E-7", "999999999999999.999999"})
  void moneyKeepsItsScale(String value) {
    Money money = new Money(new BigDecimal(value), Currency.getInstance("EUR"));
    ConversionEvent event =
        new ConversionEvent(
            LEAST.occasion(),
            LEAST.customer(),
            new Sale(null, null, money, null, List.of()),
            List.of(),
            List.of());

    assertThat(EventCodec.decode(EventCodec.encode(event)).sale().money().value())
        .hasToString(value);
  }

  @Test
  void longTextsComeBack() {
    for (int length : new int[] {126, 127, 128, 511, 512, 513, 16_383, 16_384, 70_000}) {
      Property property = new Property("p", "\"" + "é".repeat(length) + "\"");
      ConversionEvent event =
          new ConversionEvent(
              LEAST.occasion(), LEAST.customer(), LEAST.sale(), List.of(property), List.of());

      assertThat(EventCodec.decode(EventCodec.encode(event)).customData())
          .as("%d characters", length)
          .containsExactly(property);
    }
  }

  @Test
  void bytesThatAreCutOffAnywhereAreRefused() {
    byte[] whole = EventCodec.encode(FULL);

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatIllegalArgumentException()
          .as("%d of %d bytes", length, whole.length)
          .isThrownBy(() -> EventCodec.decode(cut));
    }
  }

  @Test
  void aVersionOfALaterReleaseIsRefused() {
    byte[] later = EventCodec.encode(LEAST);
    later[0] = 2;

    assertThatIllegalArgumentException().isThrownBy(() -> EventCodec.decode(later));
  }

  @Test
  void aSourceOfALaterReleaseIsRefused() {
    byte[] bytes = EventCodec.encode(at(1, ActionSource.CHAT));
    String later = new String(bytes, StandardCharsets.ISO_8859_1).replace("chat", "moon");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.decode(later.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static ConversionEvent at(long time, ActionSource source) {
    return new ConversionEvent(
        new Occasion("Lead", time, source, null),
        LEAST.customer(),
        LEAST.sale(),
        List.of(),
        List.of());
  }

  private static Map<Identifier, List<String>> everyIdentifier() {
    Map<Identifier, List<String>> identifiers = new EnumMap<>(Identifier.class);
    for (Identifier identifier : Identifier.values()) {
      identifiers.put(identifier, List.of("Zoë 👩‍🚀 " + identifier, ""));
    }
    return identifiers;
  }
}
