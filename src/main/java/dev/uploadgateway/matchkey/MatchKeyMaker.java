package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads customers. What cannot be read is dropped with its reason and never throws. Safe for use by
 * many threads.
 *
 * <p>The rules are those of Meta's "Customer Information Parameters"; where Meta's own libraries
 * disagree, they follow the documentation's wording.
 */
public final class MatchKeyMaker {

  private final Clock clock;

  /**
   * @param clock tells which birth dates lie in the future; its zone decides when a day begins
   */
  public MatchKeyMaker(Clock clock) {
    this.clock = clock;
  }

  /** A customer's identifiers in the form in which they are hashed. */
  public NormalizedCustomer normalize(Customer customer, MatchKeyRules rules) {
    return read(customer, rules, (identifier, raw, reading) -> {});
  }

  /**
   * The same, and what became of each value on the way: for whoever sent it, and for nobody else.
   */
  public TracedCustomer trace(Customer customer, MatchKeyRules rules) {
    var trace = new CustomerTrace();
    return trace.finish(read(customer, rules, trace::see));
  }

  /** Sees every value as it was read. */
  private interface Onlooker {
    void see(Identifier identifier, String raw, Reading reading);
  }

  private NormalizedCustomer read(Customer customer, MatchKeyRules rules, Onlooker onlooker) {
    LocalDate today = LocalDate.now(clock);
    String country = country(customer, rules);
    var reader = new IdentifierReader(country, rules.dateOrder(), rules.hashExternalId(), today);
    var draft = new CustomerDraft(customer.size());
    for (int i = 0; i < customer.size(); i++) {
      Identifier identifier = customer.identifier(i);
      Reading reading =
          rules.unknown().contains(identifier)
              ? new Reading.Dropped(DropReason.UNKNOWN_TO_THE_API)
              : reader.read(identifier, customer.value(i));
      draft.add(identifier, reading);
      onlooker.see(identifier, customer.value(i), reading);
    }
    return draft.finish(today);
  }

  /** The customer's own country where they have one that can be read, else the dataset's. */
  private static @Nullable String country(Customer customer, MatchKeyRules rules) {
    for (int i = 0; i < customer.size(); i++) {
      if (customer.identifier(i) == Identifier.COUNTRY
          && IdentifierReader.country(customer.value(i))
              instanceof Reading.Kept(var code, var toHash)
          && toHash) {
        return code;
      }
    }
    return rules.defaultCountry();
  }
}
