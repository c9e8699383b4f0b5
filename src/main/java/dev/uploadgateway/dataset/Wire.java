package dev.uploadgateway.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The generations of Meta's API that events are sent to. */
public enum Wire {
  CONVERSIONS_API,
  OFFLINE_CONVERSIONS_API;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** As in {@code PUT /v1/datasets/{dataset}}, such as {@code conversions_api}. */
  public String wireName() {
    return wireName;
  }

  /** The dialect of that name, or empty where there is none. */
  public static Optional<Wire> of(String wireName) {
    return Arrays.stream(values()).filter(wire -> wire.wireName.equals(wireName)).findFirst();
  }
}
