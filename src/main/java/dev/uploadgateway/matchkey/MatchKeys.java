package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What Meta matches a customer on, as it is sent. It prints as nothing: some of it is plain.
 *
 * @param values per identifier one value or many, hashed or plain as Meta wants them; in the order
 *     of {@link Identifier}, no list is empty
 */
public record MatchKeys(Map<Identifier, List<String>> values) {

  public MatchKeys {
    var copy = new EnumMap<Identifier, List<String>>(Identifier.class);
    values.forEach((identifier, keys) -> copy.put(identifier, List.copyOf(keys)));
    values = Collections.unmodifiableMap(copy);
  }

  @Override
  public String toString() {
    return "MatchKeys[]";
  }
}
