package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  void aDecimalIsWrittenWithoutAnExponent() {
    for (String number :
        List.of(
            "0", "0.00", "7", "10", "0.05", "129.90", "1234567890.123456", "99999999999999999")) {
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
    for (long number : new long[] {0, 9, 10, 1_790_000_000, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      JsonBytes json = new JsonBytes(4).open('[').element().number(number).close(']');

      assertThat(text(json)).isEqualTo("[" + number + "]");
    }
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

  /** Starts small, so that it has to grow. */
  private static byte[] written(String text) {
    JsonBytes json = new JsonBytes(4).open('[').element().string(text).close(']');
    return json.slice(0, json.size());
  }
}
