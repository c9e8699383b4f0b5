package dev.uploadgateway.conversion;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A person as the shop sent them: raw identifiers, one or many values each, as received but for
 * half characters, which have no UTF-8 and are U+FFFD. It prints as nothing, and only {@code
 * matchkey} reads it.
 *
 * <p>The values lie in one array as UTF-8, in the order of {@link Identifier}: that is how they
 * wait, and how they are hashed, so between the two they need not become strings.
 */
public final class Customer {

  private final Identifier[] identifiers;
  private final byte[] utf8;

  /** Where each value begins and ends, one after the other. */
  private final int[] places;

  /**
   * @param identifiers no list is empty
   */
  public Customer(Map<Identifier, List<String>> identifiers) {
    int size = 0;
    for (List<String> values : identifiers.values()) {
      size += values.size();
    }
    this.identifiers = new Identifier[size];
    this.places = new int[2 * size];
    var out = new ByteWriter();
    int at = 0;
    for (Map.Entry<Identifier, List<String>> entry : inOrder(identifiers).entrySet()) {
      for (String value : entry.getValue()) {
        this.identifiers[at] = entry.getKey();
        places[2 * at] = out.size();
        out.writeUtf8(value);
        places[2 * at++ + 1] = out.size();
      }
    }
    this.utf8 = out.toByteArray();
  }

  /**
   * @param identifiers of each value; they are put in order where they are not, as another release
   *     may have had another
   * @param utf8 that nobody changes
   * @param places in it where each value begins and ends
   */
  static Customer of(Identifier[] identifiers, byte[] utf8, int[] places) {
    var customer = new Customer(identifiers, utf8, places);
    for (int i = 1; i < identifiers.length; i++) {
      if (identifiers[i].compareTo(identifiers[i - 1]) < 0) {
        return new Customer(customer.identifiers());
      }
    }
    return customer;
  }

  private Customer(Identifier[] identifiers, byte[] utf8, int[] places) {
    this.identifiers = identifiers;
    this.utf8 = utf8;
    this.places = places;
  }

  /** How many values there are, over all identifiers. */
  public int size() {
    return identifiers.length;
  }

  /** What the value at that position is; the values of one identifier stand side by side. */
  public Identifier identifier(int index) {
    return identifiers[index];
  }

  public String value(int index) {
    return new String(utf8, from(index), to(index) - from(index), StandardCharsets.UTF_8);
  }

  /** All values and what may stand between them; not to be changed. */
  public byte[] utf8() {
    return utf8;
  }

  /** Where in {@link #utf8} the value at that position begins. */
  public int from(int index) {
    return places[2 * index];
  }

  /** Where in {@link #utf8} the value at that position ends. */
  public int to(int index) {
    return places[2 * index + 1];
  }

  /** The values by identifier, in its order. */
  public Map<Identifier, List<String>> identifiers() {
    Map<Identifier, List<String>> map = new EnumMap<>(Identifier.class);
    for (int i = 0; i < identifiers.length; i++) {
      map.computeIfAbsent(identifiers[i], first -> new ArrayList<>(1)).add(value(i));
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

  private boolean isSame(int index, Customer other) {
    return Arrays.equals(
        utf8, from(index), to(index), other.utf8, other.from(index), other.to(index));
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Customer customer)
        || !Arrays.equals(identifiers, customer.identifiers)) {
      return false;
    }
    for (int i = 0; i < identifiers.length; i++) {
      if (!isSame(i, customer)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return identifiers().hashCode();
  }

  @Override
  public String toString() {
    return "Customer[]";
  }
}
