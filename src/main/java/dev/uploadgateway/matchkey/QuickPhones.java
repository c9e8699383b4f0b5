package dev.uploadgateway.matchkey;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers of digits and the signs between them whose country and trunk zero are plain to see,
 * read as {@link Phones} reads them, from bytes into bytes. What it leaves to that takes knowledge
 * or is none.
 */
final class QuickPhones {

  static final long LEFT = -1;

  /** Room for a calling code before the digits. */
  private static final int CODE = 3;

  private static final int LONGEST_WRITTEN = 31;

  /**
   * What is dialled in a country, found at once: a look-up for each would take as long as reading
   * the digits.
   *
   * @param code the country's calling code
   * @param wholeFrom a bit for each digit that nothing for dialling begins with
   * @param trunkZero whether a trunk 0 goes and the rest stays
   */
  record Dialling(byte[] code, int wholeFrom, boolean trunkZero) {

    private static final @Nullable Dialling[] BY_COUNTRY = new Dialling[Countries.NUMBERS];

    static {
      for (String iso : Locale.getISOCountries()) {
        String country = iso.toLowerCase(Locale.ROOT);
        String code = CallingCodes.of(country);
        int wholeFrom =
            NationalPhones.WHOLE_FROM
                .getOrDefault(country, "")
                .chars()
                .map(digit -> 1 << (digit - '0'))
                .sum();
        if (!code.isEmpty()) {
          BY_COUNTRY[Countries.number(country)] =
              new Dialling(
                  code.getBytes(StandardCharsets.US_ASCII),
                  wholeFrom,
                  NationalPhones.PLAIN_TRUNK_ZERO.contains(country));
        }
      }
    }

    /**
     * Null where no country is known, and for the few that have no phones.
     *
     * @param country its code, as {@link Countries} has it
     */
    static @Nullable Dialling in(@Nullable String country) {
      return country == null ? null : BY_COUNTRY[Countries.number(country)];
    }

    boolean isNorthAmerican() {
      return code.length == 1 && code[0] == '1';
    }

    boolean begins(byte[] digits, int from, int to) {
      if (to - from < code.length) {
        return false;
      }
      for (int i = 0; i < code.length; i++) {
        if (digits[from + i] != code[i]) {
          return false;
        }
      }
      return true;
    }

    /** Writes the code before the digits and tells where it begins. */
    int prepend(byte[] digits, int from) {
      int start = from - code.length;
      for (int i = 0; i < code.length; i++) {
        digits[start + i] = code[i];
      }
      return start;
    }
  }

  private QuickPhones() {}

  /** The most bytes that a phone takes while it is read. */
  static int room() {
    return CODE + LONGEST_WRITTEN;
  }

  /**
   * Writes a phone behind a position, not necessarily right behind it.
   *
   * @return where it begins in the upper half, where it ends in the lower; or {@link #LEFT}
   */
  static long read(byte[] in, int from, int to, byte[] out, int at, @Nullable Dialling dialling) {
    if (to - from > LONGEST_WRITTEN) {
      return LEFT;
    }
    int start = at + CODE;
    int end = start;
    boolean plus = false;
    for (int i = from; i < to; i++) {
      byte c = in[i];
      if (c >= '0' && c <= '9') {
        out[end++] = c;
      } else if (c == '+') {
        plus |= end == start;
      } else if (c != ' ' && c != '-' && c != '.' && c != '/') {
        return LEFT;
      }
    }
    boolean abroad = end - start > 1 && out[start] == '0' && out[start + 1] == '0';
    if (plus || abroad) {
      return international(out, start, end);
    }
    if (dialling != null) {
      return national(out, start, end, dialling);
    }
    return end > start && out[start] == '0' ? LEFT : withinLimits(start, end);
  }

  /** Of a zero behind the country's code only the numbering plan knows whether it belongs there. */
  private static long international(byte[] digits, int from, int to) {
    int start = withoutLeadingZeros(digits, from, to);
    int code = 0;
    for (int i = start; i < to && i < start + CODE; i++) {
      code = code * 10 + digits[i] - '0';
      if (CallingCodes.isCode(code)) {
        return i + 1 < to && digits[i + 1] == '0' ? LEFT : withinLimits(start, to);
      }
    }
    return withinLimits(start, to);
  }

  /** In the same order as {@link NationalPhones#international}. */
  private static long national(byte[] digits, int start, int end, Dialling dialling) {
    int length = end - start;
    if (length < 7) {
      return LEFT;
    }
    byte first = digits[start];
    if (dialling.isNorthAmerican()) {
      if (length == 10 && first >= '2') {
        return withinLimits(dialling.prepend(digits, start), end);
      }
      if (length == 11 && first == '1' && digits[start + 1] >= '2') {
        return withinLimits(start, end);
      }
    }
    if ((dialling.wholeFrom() & 1 << (first - '0')) != 0 && !dialling.begins(digits, start, end)) {
      return withinLimits(dialling.prepend(digits, start), end);
    }
    return dialling.trunkZero()
            && first == '0'
            && digits[start + 1] != '0'
            && !dialling.begins(digits, start + 1, end)
        ? withinLimits(dialling.prepend(digits, start + 1), end)
        : LEFT;
  }

  private static int withoutLeadingZeros(byte[] digits, int from, int to) {
    int start = from;
    while (start < to && digits[start] == '0') {
      start++;
    }
    return start;
  }

  private static long withinLimits(int start, int end) {
    int length = end - start;
    return length < Phones.SHORTEST || length > Phones.LONGEST ? LEFT : (long) start << 32 | end;
  }
}
