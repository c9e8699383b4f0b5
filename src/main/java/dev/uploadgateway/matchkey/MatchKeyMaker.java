package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
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

  private final Supplier<LocalDate> today = this::today;

  /** The last day that was asked for. A record, so that any thread sees all of it. */
  private Day day = Day.of(LocalDate.EPOCH, ZoneOffset.UTC);

  /**
   * @param clock tells which birth dates lie in the future; its zone decides when a day begins
   */
  public MatchKeyMaker(Clock clock) {
    this.clock = clock;
  }

  /** A customer's identifiers in the form in which they are hashed. */
  public NormalizedCustomer normalize(Customer customer, MatchKeyRules rules) {
    String country = country(customer, rules);
    var draft = new CustomerDraft(customer.size());
    var quick = new QuickReader(customer, country, rules.hashExternalId(), day.number(), draft);
    IdentifierReader reader = null;
    boolean allKnown = rules.unknown().isEmpty();
    for (int i = 0; i < customer.size(); i++) {
      Identifier identifier = customer.identifier(i);
      boolean known = allKnown || !rules.unknown().contains(identifier);
      if (!known || !quick.read(identifier, customer.from(i), customer.to(i))) {
        reader = reader == null ? reader(country, rules) : reader;
        add(customer, i, rules, reader, draft);
      }
    }
    return draft.finish(today);
  }

  /**
   * The same, and what became of each value on the way: for whoever sent it, and for nobody else.
   */
  public TracedCustomer trace(Customer customer, MatchKeyRules rules) {
    IdentifierReader reader = reader(country(customer, rules), rules);
    var draft = new CustomerDraft(customer.size());
    var trace = new CustomerTrace();
    for (int i = 0; i < customer.size(); i++) {
      Reading reading = add(customer, i, rules, reader, draft);
      trace.see(customer.identifier(i), customer.value(i), reading);
    }
    return trace.finish(draft.finish(today));
  }

  private static Reading add(
      Customer customer,
      int index,
      MatchKeyRules rules,
      IdentifierReader reader,
      CustomerDraft draft) {
    Identifier identifier = customer.identifier(index);
    Reading reading =
        rules.unknown().contains(identifier)
            ? new Reading.Dropped(DropReason.UNKNOWN_TO_THE_API)
            : reader.read(identifier, customer.value(index));
    draft.add(identifier, reading);
    if (identifier == Identifier.PHONE && reader.country() == null) {
      draft.phoneOfNoCountry |=
          reading instanceof Reading.Kept(_, var toHash)
              && toHash
              && Phones.isDialledAtHome(Texts.trim(customer.value(index)));
    }
    return reading;
  }

  private IdentifierReader reader(@Nullable String country, MatchKeyRules rules) {
    return new IdentifierReader(country, rules.dateOrder(), rules.hashExternalId(), today());
  }

  /** The customer's own country where they have one that can be read, else the dataset's. */
  private static @Nullable String country(Customer customer, MatchKeyRules rules) {
    for (int i = 0; i < customer.size(); i++) {
      if (customer.identifier(i) == Identifier.COUNTRY) {
        String code = country(customer, i);
        if (code != null) {
          return code;
        }
      }
    }
    return rules.defaultCountry();
  }

  private static @Nullable String country(Customer customer, int index) {
    int from = customer.from(index);
    String code =
        customer.to(index) - from == 2
            ? Countries.ofLetters(customer.utf8()[from], customer.utf8()[from + 1])
            : null;
    return code == null
            && IdentifierReader.country(customer.value(index))
                instanceof Reading.Kept(var read, var toHash)
            && toHash
        ? read
        : code;
  }

  /** Asking for the date takes longer than reading a name, and there is a new one once a day. */
  private LocalDate today() {
    long now = clock.millis();
    Day known = day;
    if (now < known.from() || now >= known.until()) {
      LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(now), clock.getZone());
      known = Day.of(date, clock.getZone());
      day = known;
    }
    return known.date();
  }

  /** A day and the milliseconds between which it is. */
  private record Day(LocalDate date, int number, long from, long until) {

    static Day of(LocalDate date, ZoneId zone) {
      return new Day(
          date,
          BirthDates.number(date),
          date.atStartOfDay(zone).toInstant().toEpochMilli(),
          date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli());
    }
  }
}
