package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Meta matches a customer on, as it is sent. It prints as nothing: some of it is plain.
 *
 * <p>A hash is made when it is asked for, which is once on the way to Meta, and straight into the
 * bytes of the call: an array and a string for each would take a third of the time of the hash.
 */
public final class MatchKeys {

  /** Hex digits of a hash. */
  public static final int HASH_LENGTH = Sha256.HEX_LENGTH;

  private static final String UNITED_STATES = "us";
  private static final String UNITED_STATES_HASHED = Sha256.hex(UNITED_STATES);

  private final NormalizedValues values;

  MatchKeys(NormalizedValues values) {
    this.values = values;
  }

  /**
   * @param values per identifier one value or many, hashed or plain as Meta wants them; no list is
   *     empty
   */
  public MatchKeys(Map<Identifier, List<String>> values) {
    this.values = NormalizedValues.asIs(values);
  }

  /** How many values there are, over all identifiers. */
  public int size() {
    return values.size;
  }

  /**
   * What the value at that position is. They come in the order of {@link Identifier}, those of one
   * side by side.
   */
  public Identifier identifier(int index) {
    return values.identifiers[index];
  }

  /**
   * The value at that position where it came as it is sent, which may be a hash too; null where it
   * is hashed here.
   */
  public @Nullable String given(int index) {
    return values.toHash(index) ? null : values.text(index);
  }

  /**
   * Writes the value at that position, which is not {@link #given}, as {@link #HASH_LENGTH} hex
   * digits.
   */
  public void hash(int index, KeyHasher hasher, byte[] to, int at) {
    values.hash(index, hasher.sha256, to, at);
  }

  /** The values by identifier, in its order; no list is empty. */
  public Map<Identifier, List<String>> values() {
    Map<Identifier, List<String>> map = new EnumMap<>(Identifier.class);
    for (int i = 0; i < values.size; i++) {
      map.computeIfAbsent(values.identifiers[i], first -> new ArrayList<>(1)).add(values.sent(i));
    }
    map.replaceAll((identifier, list) -> Collections.unmodifiableList(list));
    return Collections.unmodifiableMap(map);
  }

  /**
   * Where the customer lives. Told by the hashes, so that it makes no difference whether a state
   * came raw or hashed.
   *
   * @param defaultCountry of a customer without a country, as in {@link MatchKeyRules}
   */
  public Residence residence(@Nullable String defaultCountry) {
    if (!isAmerican(defaultCountry)) {
      return new Residence.Elsewhere();
    }
    List<String> states = sent(Identifier.STATE);
    for (String state : states) {
      PrivacyState known = PrivacyState.ofHash(state);
      if (known != null) {
        return new Residence.Protected(known);
      }
    }
    return states.isEmpty() ? new Residence.Unknown() : new Residence.Elsewhere();
  }

  /** Whether Meta can find out where the customer was by their address in the Internet. */
  public boolean hasClientIp() {
    for (int i = 0; i < values.size; i++) {
      if (values.identifiers[i] == Identifier.CLIENT_IP_ADDRESS) {
        return true;
      }
    }
    return false;
  }

  private boolean isAmerican(@Nullable String defaultCountry) {
    List<String> countries = sent(Identifier.COUNTRY);
    return countries.isEmpty()
        ? defaultCountry == null || defaultCountry.equals(UNITED_STATES)
        : countries.contains(UNITED_STATES_HASHED);
  }

  private List<String> sent(Identifier identifier) {
    List<String> sent = new ArrayList<>(1);
    for (int i = 0; i < values.size; i++) {
      if (values.identifiers[i] == identifier) {
        sent.add(values.sent(i));
      }
    }
    return sent;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MatchKeys keys && values().equals(keys.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  @Override
  public String toString() {
    return "MatchKeys[]";
  }
}
