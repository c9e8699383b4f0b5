package dev.uploadgateway.matchkey;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What all identifiers have in common. Most of them are ASCII, so each method has a loop for ASCII
 * and leaves the rest to the JDK's Unicode tables.
 */
final class Texts {

  /** Of each letter and digit, the letter in lower case; 0 of everything else. */
  private static final byte[] ASCII_LETTER = new byte[128];

  static {
    for (char c = 0; c < 128; c++) {
      ASCII_LETTER[c] = (byte) (Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0);
    }
  }

  private Texts() {}

  /**
   * Without blanks and invisible characters around it: no-break and zero-width spaces and byte
   * order marks too.
   */
  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Composed (NFC) and in lower case, whatever the language of the machine. */
  static String lower(String text) {
    return isAscii(text)
        ? text.toLowerCase(Locale.ROOT)
        : Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  /**
   * {@link #lower}, and only its letters, marks and digits: what Meta's rules for names, cities and
   * states leave.
   */
  static String letters(String text) {
    String letters = asciiLetters(text);
    return letters == null ? unicodeLetters(text) : letters;
  }

  /**
   * Wide, narrow, circled and superscript forms as the plain ones (NFKC), and the digits of all
   * scripts as ASCII.
   */
  static String plainForms(String text) {
    if (isAscii(text)) {
      return text;
    }
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    var result = new StringBuilder(plain.length());
    plain
        .codePoints()
        .forEach(c -> {
          int digit = c < 128 ? -1 : Character.digit(c, 10);
          result.appendCodePoint(digit < 0 ? c : '0' + digit);
        });
    return result.toString();
  }

  /**
   * Without characters that have no width, wherever they stand; they come along with copy and
   * paste.
   */
  static String visible(String text) {
    if (isAscii(text)) {
      return text;
    }
    var result = new StringBuilder(text.length());
    text.codePoints().filter(c -> !isInvisible(c)).forEach(result::appendCodePoint);
    return result.toString();
  }

  /** The first so many characters; one outside the basic plane counts as one. */
  static String first(int count, String text) {
    return text.codePointCount(0, text.length()) <= count
        ? text
        : text.substring(0, text.offsetByCodePoints(0, count));
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * False where a surrogate stands alone: UTF-8 has no bytes for it, and its hash would be that of
   * a question mark. U+FFFD is what others have made of such a thing, and nobody's either.
   */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\uFFFD') {
        return false;
      }
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Null where the text is not ASCII. */
  private static @Nullable String asciiLetters(String text) {
    int end = text.length();
    var kept = new byte[end];
    int length = 0;
    boolean same = true;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        return null;
      }
      byte letter = ASCII_LETTER[c];
      same &= letter == c && c != 0;
      kept[length] = letter;
      length += letter == 0 ? 0 : 1;
    }
    return same ? text : new String(kept, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static String unicodeLetters(String text) {
    var kept = new StringBuilder(text.length());
    lower(text).codePoints().filter(Texts::counts).forEach(kept::appendCodePoint);
    // what was taken out may have stood between a letter and its accent
    return Normalizer.normalize(kept, Normalizer.Form.NFC);
  }

  private static boolean counts(int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL ->
          false;
      // U+02B9 to U+02BF are apostrophes that Unicode counts as letters, as in Hawaiʻi
      case Character.MODIFIER_LETTER -> c < 0x2B9 || c > 0x2BF;
      default -> !isInvisible(c);
    };
  }

  private static boolean isBlank(char c) {
    return c <= ' '
        || (c >= 0x7F && (Character.isWhitespace(c) || Character.isSpaceChar(c) || isInvisible(c)));
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    boolean variationSelector = (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    return type == Character.CONTROL || type == Character.FORMAT || variationSelector;
  }
}
