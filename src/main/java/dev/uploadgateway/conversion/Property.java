package dev.uploadgateway.conversion;

/**
 * A member of an event that the gateway hands on without looking inside.
 *
 * @param name the member's name
 * @param json its value as compact, valid JSON
 */
public record Property(String name, String json) {

  /** The name only: a value may be a customer's. */
  @Override
  public String toString() {
    return "Property[" + name + "]";
  }
}
