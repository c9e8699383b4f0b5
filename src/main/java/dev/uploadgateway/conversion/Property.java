package dev.uploadgateway.conversion;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A member of an event that the gateway hands on without looking inside: a name, and a value that
 * is compact, valid JSON. Half characters, which have no UTF-8, are U+FFFD. It prints as its name
 * only: the value may be a customer's.
 *
 * <p>Both lie in an array as UTF-8: that is how they wait, and how they are sent, so between the
 * two they need not become strings.
 */
public final class Property {

  private final byte[] utf8;
  private final int nameFrom;
  private final int nameTo;
  private final int jsonFrom;
  private final int jsonTo;

  public Property(String name, String json) {
    byte[] nameBytes = ByteWriter.utf8(name);
    byte[] jsonBytes = ByteWriter.utf8(json);
    nameFrom = 0;
    nameTo = nameBytes.length;
    jsonFrom = nameTo;
    jsonTo = jsonFrom + jsonBytes.length;
    utf8 = Arrays.copyOf(nameBytes, jsonTo);
    System.arraycopy(jsonBytes, 0, utf8, jsonFrom, jsonBytes.length);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param utf8 the reader's bytes, which nobody changes
   */
  Property(ByteReader in, byte[] utf8) {
    this.utf8 = utf8;
    int nameLength = in.skipText();
    nameTo = in.position();
    nameFrom = nameTo - nameLength;
    int jsonLength = in.skipText();
    jsonTo = in.position();
    jsonFrom = jsonTo - jsonLength;
  }

  void write(ByteWriter out) {
    out.writeUtf8(utf8, nameFrom, nameTo);
    out.writeUtf8(utf8, jsonFrom, jsonTo);
  }

  public String name() {
    return new String(utf8, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
  }

  public String json() {
    return new String(utf8, jsonFrom, jsonTo - jsonFrom, StandardCharsets.UTF_8);
  }

  /** Name and value, and what may stand around them; not to be changed. */
  public byte[] utf8() {
    return utf8;
  }

  /** Where in {@link #utf8} the name begins. */
  public int nameFrom() {
    return nameFrom;
  }

  /** Where in {@link #utf8} the name ends. */
  public int nameTo() {
    return nameTo;
  }

  /** Where in {@link #utf8} the value begins. */
  public int jsonFrom() {
    return jsonFrom;
  }

  /** Where in {@link #utf8} the value ends. */
  public int jsonTo() {
    return jsonTo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Property property
        && Arrays.equals(utf8, nameFrom, nameTo, property.utf8, property.nameFrom, property.nameTo)
        && Arrays.equals(utf8, jsonFrom, jsonTo, property.utf8, property.jsonFrom, property.jsonTo);
  }

  @Override
  public int hashCode() {
    return name().hashCode();
  }

  @Override
  public String toString() {
    return "Property[" + name() + "]";
  }
}
