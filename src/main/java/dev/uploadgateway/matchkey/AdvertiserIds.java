package dev.uploadgateway.matchkey;

import java.util.Locale;

/** Mobile advertiser ids (IDFA, GAID): a UUID in lower case with its hyphens, never hashed. */
final class AdvertiserIds {

  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private AdvertiserIds() {}

  static Reading read(String trimmed) {
    if (!isUuid(trimmed)) {
      return new Reading.Dropped(DropReason.NOT_AN_ADVERTISER_ID);
    }
    return trimmed.equals(NOBODY)
        ? new Reading.Dropped(DropReason.ADVERTISER_ID_OFF)
        : Reading.asIs(trimmed.toLowerCase(Locale.ROOT));
  }

  private static boolean isUuid(String text) {
    if (text.length() != NOBODY.length() || !Texts.isAscii(text)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = NOBODY.charAt(i) == '-' ? c == '-' : Character.digit(c, 16) >= 0;
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
