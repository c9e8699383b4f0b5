package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A customer's identifiers in the form in which they are hashed. Prints as nothing. */
public final class NormalizedCustomer {

  private final Map<Identifier, List<Reading.Kept>> kept;
  private final List<DroppedIdentifier> dropped;

  NormalizedCustomer(Map<Identifier, List<Reading.Kept>> kept, List<DroppedIdentifier> dropped) {
    this.kept = Collections.unmodifiableMap(kept);
    this.dropped = List.copyOf(dropped);
  }

  /** What is not sent, with the reason: one entry for each value dropped. */
  public List<DroppedIdentifier> dropped() {
    return dropped;
  }

  /** Whether nothing is left to match on. */
  public boolean isEmpty() {
    return kept.isEmpty();
  }

  /**
   * Whether Meta takes an event that has only these identifiers; it refuses those that could be
   * anybody's.
   */
  public boolean permitted() {
    return !isEmpty() && KeyCombinations.permit(kept.keySet());
  }

  /** How many values of that identifier there are that can be used. */
  public int count(Identifier identifier) {
    return kept.getOrDefault(identifier, List.of()).size();
  }

  /** How many values that can be used there are, over all identifiers. */
  public int size() {
    return kept.values().stream().mapToInt(List::size).sum();
  }

  /** Whether there is a lead id, and it is not as long as lead ids are: Meta may refuse it. */
  public boolean hasUnusualLeadId() {
    return kept.getOrDefault(Identifier.LEAD_ID, List.of()).stream()
        .anyMatch(value -> !LeadIds.hasUsualLength(value.text()));
  }

  /**
   * What tells this customer from others, such as {@code em=…}: in an order of its own, whatever
   * the order in which the identifiers came. It goes into the event key, and nowhere where anyone
   * could read it.
   */
  public List<String> identity() {
    var identity = new ArrayList<String>();
    kept.forEach((identifier, values) ->
        values.forEach(value -> identity.add(identifier.key() + "=" + value.text())));
    return Collections.unmodifiableList(identity);
  }

  /** How well Meta may find this customer. */
  public MatchStrength strength() {
    return MatchStrength.of(kept.keySet());
  }

  /** The identifiers of which something is sent, in the order of {@link Identifier}. */
  public Set<Identifier> identifiers() {
    return kept.keySet();
  }

  /** The values of that identifier that can be used. */
  List<Reading.Kept> kept(Identifier identifier) {
    return kept.getOrDefault(identifier, List.of());
  }

  /** The identifiers as they are sent: SHA-256 of everything that needs it. */
  public MatchKeys hash() {
    var sha256 = new Sha256();
    var sent = new EnumMap<Identifier, List<String>>(Identifier.class);
    kept.forEach((identifier, values) -> sent.put(identifier, sent(values, sha256)));
    return new MatchKeys(sent);
  }

  @Override
  public String toString() {
    return "NormalizedCustomer[]";
  }

  /** A value may have come raw and hashed; it is sent once. */
  private static List<String> sent(List<Reading.Kept> values, Sha256 sha256) {
    return values.size() == 1
        ? List.of(sent(values.getFirst(), sha256))
        : values.stream().map(value -> sent(value, sha256)).distinct().toList();
  }

  static String sent(Reading.Kept value, Sha256 sha256) {
    return value.toHash() ? sha256.hex(value.text()) : value.text();
  }
}
