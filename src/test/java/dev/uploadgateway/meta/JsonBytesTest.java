package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.conversion.Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonBytesTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void everyCharacterOfAsciiComesBack() {
    for (char c = 0; c <= 0x7f; c++) {
      assertThat(read("a" + c + "b")).isEqualTo("a" + c + "b");
    }
  }

  @Test
  void whatIsNotAsciiIsPlainUtf8() {
    String text = "Zoë \u2028 日本 😀";

    assertThat(new String(written(text), StandardCharsets.UTF_8)).isEqualTo("[\"" + text + "\"]");
    assertThat(read(text)).isEqualTo(text);
  }

  @Test
  void aLoneSurrogateBecomesTheReplacementCharacter() {
    assertThat(read("a\ud83db")).isEqualTo("a\ufffdb");
    assertThat(read("a\ude00b")).isEqualTo("a\ufffdb");
    assertThat(read("\ud83d")).isEqualTo("\ufffd");
    assertThat(read("\ud83d\ud83d\ude00")).isEqualTo("\ufffd😀");
  }

  @Test
  void anyTextComesBack() {
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
        if (point < 0xd800 || point > 0xdfff) {
          text.appendCodePoint(point);
        }
      }
      assertThat(read(text.toString())).isEqualTo(text.toString());
    }
  }

  @Test
  void aStoredTextIsWrittenAsTheStringThatItIs() {
    for (String text :
        List.of("", "R-1", "8 bytes.", "a \"quoted\" id", "C:\\\\a", "tab\t", "why?")) {
      for (String around : List.of("", "\"", "another id")) {
        assertThat(written(stored(around, text))).isEqualTo(written(text));
      }
    }
    assertThat(written(new Text("a\ud83db"))).isEqualTo(written("a\ufffdb"));
  }

  @Test
  void anyStoredTextIsWrittenAsTheStringThatItIs() {
    Random random = new Random(12);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        boolean seldom = random.nextInt(20) == 0;
        text.append((char) (seldom ? random.nextInt(0xd800) : 'a' + random.nextInt(26)));
      }
      String around = "\"\u0001é".substring(random.nextInt(4));

      assertThat(written(stored(around, text.toString())))
          .as("%s beside %s", text, around)
          .isEqualTo(written(text.toString()));
    }
  }

  @Test
  void aDecimalIsWrittenWithoutAnExponent() {
    for (String number :
        List.of(
            "0",
            "0.00",
            "0.000007",
            "7",
            "10",
            "0.05",
            "100.03",
            "129.90",
            "1000000",
            "1234567890.123456",
            "99999999999999999",
            "999999999999999999",
            "999999999999.999999",
            "9999999999999999999")) {
      assertThat(written(new BigDecimal(number))).isEqualTo("[" + number + "]");
    }
    for (String number :
        List.of("1E+2", "1E-7", "0E-9", "-3.50", "98765432109876543210.5", "1E+30", "0E+3")) {
      assertThat(written(new BigDecimal(number)))
          .isEqualTo("[" + new BigDecimal(number).toPlainString() + "]");
    }
  }

  @Test
  void thereIsRoomForACommaWhereverTheBytesEnd() {
    for (int capacity = 1; capacity < 20; capacity++) {
      JsonBytes json = new JsonBytes(capacity).open('[');
      json.element().ascii("1").element().ascii("2").close(']');

      assertThat(text(json)).isEqualTo("[1,2]");
    }
  }

  @Test
  void aWholeNumberIsWrittenAsJavaDoes() {
    for (long number :
        new long[] {
          0, 9, 10, 99, 100, 999_999, 1_000_000, 1_790_000_000, Long.MAX_VALUE, -1, Long.MIN_VALUE
        }) {
      JsonBytes json = new JsonBytes(4).open('[').element().number(number).close(']');

      assertThat(text(json)).isEqualTo("[" + number + "]");
    }
  }

  @Test
  void everyNumberOfDigitsIsWrittenWhole() {
    long power = 1;
    for (int digits = 1; digits <= 18; digits++, power *= 10) {
      for (long number : new long[] {power - 1, power, power + 1, 7 * power}) {
        JsonBytes json = new JsonBytes(4).open('[').element().number(number).close(']');

        assertThat(text(json)).isEqualTo("[" + number + "]");
        assertThat(written(BigDecimal.valueOf(number, digits % 7)))
            .isEqualTo("[" + BigDecimal.valueOf(number, digits % 7).toPlainString() + "]");
      }
    }
  }

  @Test
  void namesOfAnyLengthAreWrittenBehindABracketAndBehindAComma() {
    for (int length = 1; length <= 28; length++) {
      String name = "x".repeat(length);
      JsonBytes json = new JsonBytes(1).open('{');
      json.name(JsonName.of(name)).number(1).name(JsonName.of(name)).number(2).close('}');

      assertThat(text(json)).isEqualTo("{\"" + name + "\":1,\"" + name + "\":2}");
    }
    assertThatThrownBy(() -> JsonName.of("x".repeat(29)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String written(BigDecimal number) {
    return text(new JsonBytes(4).open('[').element().number(number).close(']'));
  }

  private static String text(JsonBytes json) {
    return new String(json.slice(0, json.size()), StandardCharsets.UTF_8);
  }

  private static String read(String text) {
    return JSON.readTree(written(text)).get(0).stringValue();
  }

  /** The text as it lies beside others when its event was opened. */
  private static Text stored(String around, String text) {
    ConversionEvent event =
        new ConversionEvent(
            new Occasion(around, 1, null, null),
            new Customer(Map.of()),
            new Sale(Text.of(around), new Text(text), null, Text.of(around), List.of()),
            List.of(),
            List.of());
    return EventCodec.decode(EventCodec.encode(event)).sale().itemNumber();
  }

  private static byte[] written(Text text) {
    JsonBytes json = new JsonBytes(4).open('[').element().text(text).close(']');
    return json.slice(0, json.size());
  }

  /** Starts small, so that it has to grow. */
  private static byte[] written(String text) {
    JsonBytes json = new JsonBytes(4).open('[').element().string(text).close(']');
    return json.slice(0, json.size());
  }
}
