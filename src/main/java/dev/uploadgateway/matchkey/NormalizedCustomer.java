package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A customer's identifiers in the form in which they are hashed. Prints as nothing. */
public final class NormalizedCustomer {

  private final NormalizedValues values;
  private final List<DroppedIdentifier> dropped;
  private final boolean phoneOfNoCountry;

  NormalizedCustomer(
      NormalizedValues values, List<DroppedIdentifier> dropped, boolean phoneOfNoCountry) {
    this.values = values;
    this.dropped = List.copyOf(dropped);
    this.phoneOfNoCountry = phoneOfNoCountry;
  }

  /** What is not sent, with the reason: one entry for each value dropped. */
  public List<DroppedIdentifier> dropped() {
    return dropped;
  }

  /** Whether nothing is left to match on. */
  public boolean isEmpty() {
    return values.size == 0;
  }

  /**
   * Whether Meta takes an event that has only these identifiers; it refuses those that could be
   * anybody's.
   */
  public boolean permitted() {
    return !isEmpty() && KeyCombinations.permit(identifiers());
  }

  /** How many values of that identifier there are that can be used. */
  public int count(Identifier identifier) {
    return kept(identifier).size();
  }

  /** How many values that can be used there are, over all identifiers. */
  public int size() {
    return values.size;
  }

  /** Whether there is a lead id, and it is not as long as lead ids are: Meta may refuse it. */
  public boolean hasUnusualLeadId() {
    return kept(Identifier.LEAD_ID).stream()
        .anyMatch(value -> !LeadIds.hasUsualLength(value.text()));
  }

  /**
   * Whether there is a phone as it is dialled within a country, and neither the customer nor the
   * dataset names one: it is sent without a country code, which Meta asks for always ("Customer
   * Information Parameters"), and so finds nobody.
   */
  public boolean hasPhoneOfNoCountry() {
    return phoneOfNoCountry;
  }

  /**
   * What tells this customer from others, such as {@code em=…}: in an order of its own, whatever
   * the order in which the identifiers came. It goes into the event key, and nowhere where anyone
   * could read it.
   */
  public List<String> identity() {
    var identity = new ArrayList<String>(values.size);
    for (int i = 0; i < values.size; i++) {
      identity.add(values.identifiers[i].key() + "=" + values.text(i));
    }
    return Collections.unmodifiableList(identity);
  }

  /** How well Meta may find this customer. */
  public MatchStrength strength() {
    return MatchStrength.of(identifiers());
  }

  /** The identifiers of which something is sent, in the order of {@link Identifier}. */
  public Set<Identifier> identifiers() {
    Set<Identifier> set = EnumSet.noneOf(Identifier.class);
    for (int i = 0; i < values.size; i++) {
      set.add(values.identifiers[i]);
    }
    return Collections.unmodifiableSet(set);
  }

  /** The values of that identifier that can be used. */
  List<Reading.Kept> kept(Identifier identifier) {
    List<Reading.Kept> kept = new ArrayList<>(1);
    for (int i = 0; i < values.size; i++) {
      if (values.identifiers[i] == identifier) {
        kept.add(values.kept(i));
      }
    }
    return kept;
  }

  /** The identifiers as they are sent: SHA-256 of everything that needs it. */
  public MatchKeys hash() {
    for (int i = 1; i < values.size; i++) {
      if (values.identifiers[i] == values.identifiers[i - 1]) {
        return hashLists();
      }
    }
    return new MatchKeys(values);
  }

  @Override
  public String toString() {
    return "NormalizedCustomer[]";
  }

  /** A value may have come raw and hashed; it is sent once. */
  private MatchKeys hashLists() {
    Map<Identifier, List<String>> sent = new EnumMap<>(Identifier.class);
    for (Identifier identifier : identifiers()) {
      sent.put(
          identifier, kept(identifier).stream().map(NormalizedCustomer::sent).distinct().toList());
    }
    return new MatchKeys(sent);
  }

  static String sent(Reading.Kept value) {
    return value.toHash() ? Sha256.hex(value.text()) : value.text();
  }
}
