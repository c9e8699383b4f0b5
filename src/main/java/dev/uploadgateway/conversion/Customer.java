package dev.uploadgateway.conversion;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A person as the shop sent them: raw identifiers, one or many values each. It prints as nothing,
 * and only {@code matchkey} reads it.
 *
 * @param identifiers what was given, exactly as received; no list is empty
 */
public record Customer(Map<Identifier, List<String>> identifiers) {

  public Customer {
    var copy = new EnumMap<Identifier, List<String>>(Identifier.class);
    identifiers.forEach((identifier, values) -> copy.put(identifier, List.copyOf(values)));
    identifiers = Collections.unmodifiableMap(copy);
  }

  @Override
  public String toString() {
    return "Customer[]";
  }
}
