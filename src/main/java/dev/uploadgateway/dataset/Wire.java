package dev.uploadgateway.dataset;

import dev.uploadgateway.conversion.Identifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The generations of Meta's API that events are sent to. */
@SuppressWarnings("ImmutableEnumChecker") // The checker cannot see that its set is immutable
public enum Wire {
  CONVERSIONS_API(Identifier.KnownTo.OFFLINE_CONVERSIONS_API),
  OFFLINE_CONVERSIONS_API(Identifier.KnownTo.CONVERSIONS_API);

  private final String wireName = name().toLowerCase(Locale.ROOT);
  private final Set<Identifier> unknown;

  Wire(Identifier.KnownTo other) {
    unknown =
        Arrays.stream(Identifier.values())
            .filter(identifier -> identifier.knownTo() == other)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** As in {@code PUT /v1/datasets/{dataset}}, such as {@code conversions_api}. */
  public String wireName() {
    return wireName;
  }

  /** Identifiers that this generation does not document. */
  public Set<Identifier> unknown() {
    return unknown;
  }

  /** The dialect of that name, or empty where there is none. */
  public static Optional<Wire> of(String wireName) {
    return Arrays.stream(values()).filter(wire -> wire.wireName.equals(wireName)).findFirst();
  }
}
