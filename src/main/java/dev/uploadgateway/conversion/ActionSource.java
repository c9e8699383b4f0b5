package dev.uploadgateway.conversion;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a conversion happened, and with it how old Meta lets its report be. The names are those of
 * the Conversions API's server event parameter {@code action_source}; the windows are those of
 * "Sending Offline Events Using the Conversions API": 62 days for physical stores, 7 for everything
 * else.
 */
public enum ActionSource {
  EMAIL,
  WEBSITE,
  APP,
  PHONE_CALL,
  CHAT,
  PHYSICAL_STORE,
  SYSTEM_GENERATED,
  BUSINESS_MESSAGING,
  OTHER;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** Meta's spelling, such as {@code physical_store}. */
  public String wireName() {
    return wireName;
  }

  /** How long after the conversion Meta still takes its report. */
  public Duration window() {
    return Duration.ofDays(this == PHYSICAL_STORE ? 62 : 7);
  }

  /** The source of that name in Meta's spelling, or empty where Meta knows none. */
  public static Optional<ActionSource> of(String wireName) {
    return Arrays.stream(values()).filter(source -> source.wireName.equals(wireName)).findFirst();
  }
}
