package dev.uploadgateway.matchkey;

import org.jspecify.annotations.Nullable;

/**
 * Postal codes: lower case without spaces and dashes. Of an American one Meta wants the first five
 * digits; a spreadsheet takes the leading zeros off New England, they are put back.
 */
final class PostalCodes {

  private static final int ZIP = 5;
  private static final int ZIP_PLUS_4 = 9;

  private PostalCodes() {}

  static Reading read(String trimmed, @Nullable String country) {
    String code = Texts.letters(Texts.plainForms(trimmed));
    if (code.length() < 2) {
      return new Reading.Dropped(code.isEmpty() ? DropReason.EMPTY : DropReason.NOT_A_POSTAL_CODE);
    }
    return "us".equals(country) ? american(Texts.plainForms(trimmed), code) : Reading.toHash(code);
  }

  private static Reading american(String written, String compact) {
    if (!Texts.isDigits(compact)) {
      return foreignOrLabelled(written, compact);
    }
    String first = firstGroup(written);
    String digits = first.length() >= 3 ? first : compact;
    return switch (digits.length()) {
      case 1, 2 -> new Reading.Dropped(DropReason.NOT_A_POSTAL_CODE);
      case 3, 4 -> Reading.toHash("0".repeat(ZIP - digits.length()) + digits);
      case 7, 8 ->
          Reading.toHash(("0".repeat(ZIP_PLUS_4 - digits.length()) + digits).substring(0, ZIP));
      default -> Reading.toHash(digits.substring(0, ZIP));
    };
  }

  /**
   * A ZIP with its state before it, or the postal code of a customer from abroad, who came without
   * a country.
   */
  private static Reading foreignOrLabelled(String written, String compact) {
    int start = 0;
    for (int i = 0; i <= written.length(); i++) {
      if (i == written.length() || !Texts.isDigit(written.charAt(i))) {
        if (i - start == ZIP) {
          return Reading.toHash(written.substring(start, i));
        }
        start = i + 1;
      }
    }
    return Reading.toHash(compact);
  }

  private static String firstGroup(String written) {
    int start = 0;
    while (!Texts.isDigit(written.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < written.length() && Texts.isDigit(written.charAt(end))) {
      end++;
    }
    return written.substring(start, end);
  }
}
