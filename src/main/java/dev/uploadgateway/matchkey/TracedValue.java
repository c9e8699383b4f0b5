package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;

/**
 * One raw value of a customer and what becomes of it. For whoever sent it and for nobody else:
 * prints without its value.
 *
 * @param given exactly as it was received
 */
public record TracedValue(Identifier identifier, String given, KeyRule rule, Fate fate) {

  /** What becomes of a value. */
  public sealed interface Fate {

    /**
     * It is sent.
     *
     * @param as the identifier that it travels as: another where the parts of a birth date are sent
     *     as one date
     * @param normalized what was hashed, or what travels as it is
     * @param value what Meta gets
     * @param hashed whether it was hashed here; else it was a hash, or is an identifier that Meta
     *     wants plain
     */
    record Sent(Identifier as, String normalized, String value, boolean hashed) implements Fate {
      @Override
      public String toString() {
        return "Sent[]";
      }
    }

    /** It is the same as an earlier one, which is sent once. */
    record Repeated() implements Fate {}

    record Dropped(DropReason reason) implements Fate {}
  }

  @Override
  public String toString() {
    return "TracedValue[" + identifier.key() + "]";
  }
}
