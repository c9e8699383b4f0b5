package dev.uploadgateway.conversion;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text of an event that is handed on as it came: the id of an order or an article. Half
 * characters, which have no UTF-8, are U+FFFD. It prints as nothing: a shop may write a customer's
 * name there.
 *
 * <p>It lies in an array as UTF-8: that is how it waits, and how it is sent, so between the two it
 * need not become a string.
 */
public final class Text {

  private final byte[] utf8;
  private final int from;
  private final int to;

  public Text(String value) {
    utf8 = ByteWriter.utf8(value);
    from = 0;
    to = utf8.length;
  }

  /**
   * @param utf8 that nobody changes
   */
  Text(byte[] utf8, int from, int to) {
    this.utf8 = utf8;
    this.from = from;
    this.to = to;
  }

  /** The text that a string is; null is none. */
  public static @Nullable Text of(@Nullable String value) {
    return value == null ? null : new Text(value);
  }

  /** The string that a text is; null is none. */
  public static @Nullable String string(@Nullable Text text) {
    return text == null ? null : text.value();
  }

  public String value() {
    return new String(utf8, from, length(), StandardCharsets.UTF_8);
  }

  /** The text, and what may stand around it; not to be changed. */
  public byte[] utf8() {
    return utf8;
  }

  /** Where in {@link #utf8} it begins. */
  public int from() {
    return from;
  }

  /** Where in {@link #utf8} it ends. */
  public int to() {
    return to;
  }

  /** How many bytes it has. */
  public int length() {
    return to - from;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text text
        && Arrays.equals(utf8, from, to, text.utf8, text.from, text.to);
  }

  @Override
  public int hashCode() {
    return value().hashCode();
  }

  @Override
  public String toString() {
    return "Text[]";
  }
}
