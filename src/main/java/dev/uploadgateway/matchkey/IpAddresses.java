package dev.uploadgateway.matchkey;

import java.net.InetAddress;
import java.util.Locale;

/** IP addresses, checked without asking a name server. */
final class IpAddresses {

  private static final int LONGEST = 45;

  private IpAddresses() {}

  static Reading read(String trimmed) {
    return isV4(trimmed) || isV6(trimmed)
        ? Reading.asIs(trimmed.toLowerCase(Locale.ROOT))
        : new Reading.Dropped(DropReason.NOT_AN_IP_ADDRESS);
  }

  private static boolean isV4(String text) {
    int parts = 1;
    int digits = 0;
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && digits > 0) {
        parts++;
        digits = 0;
        number = 0;
      } else if (Texts.isDigit(c) && digits < 3) {
        digits++;
        number = number * 10 + (c - '0');
        if (number > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    return parts == 4 && digits > 0;
  }

  private static boolean isV6(String text) {
    if (text.length() > LONGEST || text.indexOf(':') < 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128 || (c != ':' && c != '.' && Character.digit(c, 16) < 0)) {
        return false;
      }
    }
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
