package dev.uploadgateway.meta;

import java.util.regex.Pattern;

/**
 * Meta's words as they may be told on: to logs, to the audit trail and to people. Meta may quote
 * what it was sent, and not all of that is hashed: addresses, advertising ids and lead ids go as
 * they are.
 */
final class Words {

  private static final int LONGEST = 1_000;

  /**
   * E-mail and IP addresses, UUIDs as advertising ids are, and runs of digits or hex digits longer
   * than any code of Meta's.
   */
  private static final Pattern PERSONAL =
      Pattern.compile(
          "[^\\s\"'<>()]{1,64}@[^\\s\"'<>()]{1,255}"
              + "|\\b\\d{1,3}(?:[.]\\d{1,3}){3}\\b"
              + "|\\b\\p{XDigit}{0,4}(?::\\p{XDigit}{0,4}){3,7}\\b"
              + "|\\b\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b"
              + "|\\b\\p{XDigit}{32,}\\b"
              + "|\\d{9,}");

  private Words() {}

  /** With PostgreSQL in mind, too, which keeps no NUL. */
  static String told(String text) {
    // Cut twice: what the first cut leaves of a value, and nobody can recognise, the second
    // removes.
    String clear = cut(text, 4 * LONGEST).replace('\0', ' ');
    String told = cut(PERSONAL.matcher(clear).replaceAll("…"), LONGEST);
    return text.length() <= LONGEST ? told : told + "…";
  }

  /** Never within a character. */
  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }
}
