package dev.uploadgateway.matchkey;

import java.util.Set;

/**
 * A phone number as people write it, read once from left to right: signs are skipped; a label
 * before the number, and an extension or a remark behind it, are cut off; a trunk zero in brackets
 * is left out. Prints as nothing.
 */
final class WrittenPhone {

  private static final Set<String> EXTENSION =
      Set.of(
          "x",
          "ext",
          "extn",
          "extension",
          "ramal",
          "anexo",
          "interno",
          "int",
          "poste",
          "dw",
          "durchwahl",
          "доб",
          "вн");

  /**
   * From here on, a word after a blank is a remark such as "(mobile)", and not the rest of 1 800
   * FLOWERS.
   */
  private static final int ENOUGH_DIGITS = 9;

  /** Further digits change nothing, the number is too long already. */
  private static final int MOST_DIGITS = 64;

  private final String text;
  private final StringBuilder digits = new StringBuilder(16);
  private boolean plus;
  private boolean vanity;

  private WrittenPhone(String text) {
    this.text = text;
  }

  static WrittenPhone read(String trimmed) {
    var phone = new WrittenPhone(trimmed);
    return phone.isPlain() ? phone : scanned(Texts.plainForms(trimmed));
  }

  private static WrittenPhone scanned(String text) {
    var phone = new WrittenPhone(text);
    phone.scan();
    return phone;
  }

  /** All digits, leading zeros too. */
  String digits() {
    return digits.toString();
  }

  /** Whether the writer said that it begins with a country code. */
  boolean international() {
    return plus || (digits.length() > 1 && digits.charAt(0) == '0' && digits.charAt(1) == '0');
  }

  boolean vanity() {
    return vanity;
  }

  /**
   * Takes a number of digits, blanks, dots, dashes and slashes, with or without a plus before them,
   * which is how nine in ten are written; anything else is left to {@link #scan}.
   */
  private boolean isPlain() {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (Texts.isDigit(c)) {
        digits.append(c);
      } else if (c == '+') {
        plus |= digits.isEmpty();
      } else if (c != ' ' && c != '-' && c != '.' && c != '/') {
        return false;
      }
    }
    return digits.length() <= MOST_DIGITS;
  }

  private void scan() {
    int i = 0;
    while (i < text.length() && !vanity && digits.length() < MOST_DIGITS) {
      char c = text.charAt(i);
      if (Texts.isDigit(c)) {
        digits.append(c);
        i++;
      } else if (Character.isLetter(c)) {
        int end = endOfWord(i);
        if (!digits.isEmpty() && endsNumber(i, end)) {
          return;
        }
        vanity = !digits.isEmpty() || touchesNumber(end);
        i = end;
      } else if (c == '(' && isTrunkZero(i)) {
        i = text.indexOf(')', i) + 1;
      } else if (isEnd(i)) {
        return;
      } else {
        plus |= c == '+' && digits.isEmpty();
        i++;
      }
    }
  }

  private int endOfWord(int start) {
    int end = start;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean endsNumber(int start, int end) {
    if (EXTENSION.contains(Texts.lower(text.substring(start, end)))) {
      return true;
    }
    char before = text.charAt(start - 1);
    return digits.length() >= ENOUGH_DIGITS && !Texts.isDigit(before) && before != '-';
  }

  private boolean touchesNumber(int end) {
    return end < text.length() && Texts.isDigit(text.charAt(end));
  }

  /**
   * {@code (0)} behind a country code, the zero that callers from abroad leave out; Italians dial
   * it from everywhere.
   */
  private boolean isTrunkZero(int open) {
    int i = skipBlanks(open + 1);
    if (i == text.length() || text.charAt(i) != '0') {
      return false;
    }
    i = skipBlanks(i + 1);
    if (i == text.length() || text.charAt(i) != ')') {
      return false;
    }
    String code = Phones.withoutLeadingZeros(digits());
    return !code.isEmpty() && CallingCodes.isCode(code) && !code.equals(CallingCodes.ITALY);
  }

  private int skipBlanks(int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  private boolean isEnd(int i) {
    char c = text.charAt(i);
    boolean pause = c == ';' || (c == ',' && i + 1 < text.length() && text.charAt(i + 1) == ',');
    return !digits.isEmpty() && (c == '#' || pause);
  }
}
