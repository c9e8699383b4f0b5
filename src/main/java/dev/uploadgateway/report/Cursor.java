package dev.uploadgateway.report;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a sorted list, for the next page to begin after. It holds while rows come and go.
 *
 * @param key what the list is sorted by
 * @param id breaks ties
 */
record Cursor(BigDecimal key, long id) {

  private static final Pattern PLAIN =
      Pattern.compile("(-?\\d{1,20}(?:[.]\\d{1,10})?) (\\d{1,18})");

  String text() {
    String plain = key.toPlainString() + " " + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param parameter whose value the text is
   */
  static Cursor of(String parameter, String text) {
    Matcher cursor = PLAIN.matcher(decoded(text));
    if (!cursor.matches()) {
      throw Parameters.invalid(parameter, "is no cursor of this list");
    }
    return new Cursor(new BigDecimal(cursor.group(1)), Long.parseLong(cursor.group(2)));
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
