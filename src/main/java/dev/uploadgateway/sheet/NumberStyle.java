package dev.uploadgateway.sheet;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How numbers are written; signs of currencies and spaces in and around them do not matter. */
public enum NumberStyle {
  /** 1,234.50. */
  POINT(".", ","),
  /** 1.234,50. */
  COMMA(",", ".");

  private static final int LONGEST = 60;
  private static final Pattern DECORATION = Pattern.compile("[\\p{Sc}\\s\\u00A0\\u202F'\u2019]+");

  /** What is another number in the other style. */
  private static final Pattern EITHER = Pattern.compile("-?[1-9]\\d{0,2}[.,]\\d{3}");

  private final Pattern shape;
  private final String decimal;
  private final String grouping;

  NumberStyle(String decimal, String grouping) {
    this.decimal = decimal;
    this.grouping = grouping;
    String d = Pattern.quote(decimal);
    String g = Pattern.quote(grouping);
    this.shape = Pattern.compile("[-+]?(\\d+|[1-9]\\d{0,2}(" + g + "\\d{3})+)(" + d + "\\d*)?");
  }

  /** What stands before the decimals, as mappings name the style. */
  public String decimal() {
    return decimal;
  }

  /** The number that the text is in this style; empty where it is none. */
  Optional<BigDecimal> read(String text) {
    String bare = bare(text);
    if (bare.length() > LONGEST || !shape.matcher(bare).matches()) {
      return Optional.empty();
    }
    String plain = bare.replace(grouping, "").replace(decimal, ".");
    return Optional.of(new BigDecimal(plain.endsWith(".") ? plain + "0" : plain));
  }

  /**
   * The style of all of these.
   *
   * @return empty where nothing tells 1.234 the thousand from 1.234 the fraction
   */
  static Optional<NumberStyle> of(Collection<String> texts) {
    int point = 0;
    int comma = 0;
    boolean either = false;
    for (String text : texts) {
      String bare = bare(text);
      if (EITHER.matcher(bare).matches()) {
        either = true;
      } else if (bare.indexOf('.') >= 0 || bare.indexOf(',') >= 0) {
        boolean fitsPoint = POINT.shape.matcher(bare).matches();
        boolean fitsComma = COMMA.shape.matcher(bare).matches();
        point += fitsPoint && !fitsComma ? 1 : 0;
        comma += fitsComma && !fitsPoint ? 1 : 0;
      }
    }
    if (point == 0 && comma == 0) {
      return either ? Optional.empty() : Optional.of(POINT);
    }
    return Optional.of(point >= comma ? POINT : COMMA);
  }

  static Optional<NumberStyle> named(String decimal) {
    return switch (decimal.toLowerCase(Locale.ROOT)) {
      case ".", "point" -> Optional.of(POINT);
      case ",", "comma" -> Optional.of(COMMA);
      default -> Optional.empty();
    };
  }

  private static String bare(String text) {
    return DECORATION.matcher(text).replaceAll("");
  }
}
