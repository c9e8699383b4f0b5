package dev.uploadgateway.matchkey;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Countries: ISO 3166 alpha-2 in lower case, found by alpha-2, alpha-3 or name. */
final class Countries {

  /** Two letters a to z have a number below that. */
  static final int NUMBERS = 26 * 26;

  private static final Map<String, String> BY_CODE = new HashMap<>();

  static {
    for (String country : Locale.getISOCountries()) {
      String code = country.toLowerCase(Locale.ROOT);
      BY_CODE.put(code, code);
      BY_CODE.put(country, code);
      BY_CODE.put(Locale.of("", country).getISO3Country().toLowerCase(Locale.ROOT), code);
    }
    // the codes that the European Union writes for two of its neighbours and members
    BY_CODE.put("uk", "gb");
    BY_CODE.put("el", "gr");
  }

  /** The codes again, by the two letters that are written for them. */
  private static final @Nullable String[] BY_LETTERS = new String[NUMBERS];

  static {
    BY_CODE.forEach((written, code) -> {
      if (written.length() == 2 && written.charAt(0) >= 'a') {
        BY_LETTERS[number(written)] = code;
      }
    });
  }

  private Countries() {}

  /** The code that two ASCII letters of any case stand for, or null where they are none. */
  static @Nullable String ofLetters(byte first, byte second) {
    int high = (first | 0x20) - 'a';
    int low = (second | 0x20) - 'a';
    return high < 0 || high >= 26 || low < 0 || low >= 26 ? null : BY_LETTERS[high * 26 + low];
  }

  /** A number of its own for each code. */
  static int number(String code) {
    return (code.charAt(0) - 'a') * 26 + code.charAt(1) - 'a';
  }

  static Reading read(String trimmed) {
    String code = code(trimmed);
    return code == null ? new Reading.Dropped(DropReason.UNKNOWN_COUNTRY) : Reading.toHash(code);
  }

  /** The code of a country given in any of these ways, or null. */
  static @Nullable String code(String text) {
    String written = BY_CODE.get(text);
    return written == null ? folded(fold(text)) : written;
  }

  private static @Nullable String folded(String text) {
    String code = BY_CODE.get(text);
    return code == null ? CountryNames.code(text) : code;
  }

  /** Its letters, without accents and in lower case; {@code &} is read as <i>and</i>. */
  static String fold(String text) {
    String plain = text.indexOf('&') < 0 ? text : text.replace("&", "and");
    if (Texts.isAscii(plain)) {
      return Texts.letters(plain);
    }
    var letters = new StringBuilder(plain.length());
    Normalizer.normalize(plain, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetter)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
