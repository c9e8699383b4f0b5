package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Meta matches a customer on, as it is sent. It prints as nothing: some of it is plain.
 *
 * @param values per identifier one value or many, hashed or plain as Meta wants them; in the order
 *     of {@link Identifier}, no list is empty
 */
public record MatchKeys(Map<Identifier, List<String>> values) {

  private static final String UNITED_STATES = "us";
  private static final String UNITED_STATES_HASHED = new Sha256().hex(UNITED_STATES);

  public MatchKeys {
    var copy = new EnumMap<Identifier, List<String>>(Identifier.class);
    values.forEach((identifier, keys) -> copy.put(identifier, List.copyOf(keys)));
    values = Collections.unmodifiableMap(copy);
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
    List<String> states = values.getOrDefault(Identifier.STATE, List.of());
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
    return values.containsKey(Identifier.CLIENT_IP_ADDRESS);
  }

  private boolean isAmerican(@Nullable String defaultCountry) {
    List<String> countries = values.getOrDefault(Identifier.COUNTRY, List.of());
    return countries.isEmpty()
        ? defaultCountry == null || defaultCountry.equals(UNITED_STATES)
        : countries.contains(UNITED_STATES_HASHED);
  }

  @Override
  public String toString() {
    return "MatchKeys[]";
  }
}
