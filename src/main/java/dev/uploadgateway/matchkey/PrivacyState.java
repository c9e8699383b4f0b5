package dev.uploadgateway.matchkey;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The 14 US states for whose privacy laws Meta's Limited Data Use has a code ("Data Processing
 * Options", {@code data_processing_options_state}).
 */
public enum PrivacyState {
  CALIFORNIA("ca", 1000),
  COLORADO("co", 1001),
  CONNECTICUT("ct", 1002),
  FLORIDA("fl", 1003),
  OREGON("or", 1004),
  TEXAS("tx", 1005),
  MONTANA("mt", 1006),
  DELAWARE("de", 1007),
  NEBRASKA("ne", 1008),
  NEW_HAMPSHIRE("nh", 1009),
  NEW_JERSEY("nj", 1010),
  MINNESOTA("mn", 1011),
  MARYLAND("md", 1012),
  RHODE_ISLAND("ri", 1013);

  private static final Map<String, PrivacyState> BY_HASH = new HashMap<>();

  static {
    // By its name as well: a state that came hashed may have been hashed in full, and so is one
    // that came raw with a country that came hashed.
    for (PrivacyState state : values()) {
      BY_HASH.put(Sha256.hex(state.letters), state);
      BY_HASH.put(Sha256.hex(Texts.letters(state.name())), state);
    }
  }

  private final String letters;
  private final int code;

  PrivacyState(String letters, int code) {
    this.letters = letters;
    this.code = code;
  }

  /** Meta's number for it, 1000 to 1013. */
  public int code() {
    return code;
  }

  /** The state of a match key, or null where it is none of the 14. */
  static @Nullable PrivacyState ofHash(String hash) {
    return BY_HASH.get(hash);
  }
}
