package dev.uploadgateway.report;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A place in a sorted list, for the next page to begin after. It holds while rows come and go.
 *
 * @param key what the list is sorted by
 * @param id breaks ties
 */
record Cursor(BigDecimal key, long id) {

  String text() {
    String plain = key.toPlainString() + " " + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  static Cursor of(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int space = plain.indexOf(' ');
      if (space < 0 || plain.length() > 60) {
        throw Parameters.invalid("after", "is no cursor of this list");
      }
      return new Cursor(
          new BigDecimal(plain.substring(0, space)), Long.parseLong(plain.substring(space + 1)));
    } catch (IllegalArgumentException e) {
      throw Parameters.invalid("after", "is no cursor of this list");
    }
  }
}
