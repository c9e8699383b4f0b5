package dev.uploadgateway.conversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A person as the shop sent them: raw identifiers, one or many values each, exactly as received. It
 * prints as nothing, and only {@code matchkey} reads it.
 *
 * <p>The values lie in two arrays side by side, in the order of {@link Identifier}: every customer
 * is walked from end to end several times, and a map of lists takes five times as long.
 */
public final class Customer {

  private final Identifier[] identifiers;
  private final String[] values;

  /**
   * @param identifiers no list is empty
   */
  public Customer(Map<Identifier, List<String>> identifiers) {
    int size = 0;
    for (List<String> values : identifiers.values()) {
      size += values.size();
    }
    this.identifiers = new Identifier[size];
    this.values = new String[size];
    int at = 0;
    for (Map.Entry<Identifier, List<String>> entry : inOrder(identifiers).entrySet()) {
      for (String value : entry.getValue()) {
        this.identifiers[at] = entry.getKey();
        this.values[at++] = value;
      }
    }
  }

  /**
   * @param identifiers of each value; they are put in order where they are not, as another release
   *     may have had another
   */
  static Customer of(List<Identifier> identifiers, List<String> values) {
    for (int i = 1; i < identifiers.size(); i++) {
      if (identifiers.get(i).compareTo(identifiers.get(i - 1)) < 0) {
        Map<Identifier, List<String>> ordered = new EnumMap<>(Identifier.class);
        for (int k = 0; k < identifiers.size(); k++) {
          ordered
              .computeIfAbsent(identifiers.get(k), first -> new ArrayList<>(1))
              .add(values.get(k));
        }
        return new Customer(ordered);
      }
    }
    return new Customer(identifiers.toArray(Identifier[]::new), values.toArray(String[]::new));
  }

  private Customer(Identifier[] identifiers, String[] values) {
    this.identifiers = identifiers;
    this.values = values;
  }

  /** How many values there are, over all identifiers. */
  public int size() {
    return values.length;
  }

  /** What the value at that position is; the values of one identifier stand side by side. */
  public Identifier identifier(int index) {
    return identifiers[index];
  }

  public String value(int index) {
    return values[index];
  }

  /** The values by identifier, in its order. */
  public Map<Identifier, List<String>> identifiers() {
    Map<Identifier, List<String>> map = new EnumMap<>(Identifier.class);
    for (int i = 0; i < values.length; i++) {
      map.computeIfAbsent(identifiers[i], first -> new ArrayList<>(1)).add(values[i]);
    }
    map.replaceAll((identifier, list) -> Collections.unmodifiableList(list));
    return Collections.unmodifiableMap(map);
  }

  private static Map<Identifier, List<String>> inOrder(Map<Identifier, List<String>> map) {
    if (map instanceof EnumMap || map.isEmpty()) {
      return map;
    }
    return new EnumMap<>(map);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Customer customer
        && Arrays.equals(identifiers, customer.identifiers)
        && Arrays.equals(values, customer.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Customer[]";
  }
}
