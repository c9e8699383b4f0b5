package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads customers on a fixed day, for tests. */
final class Matching {

  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  private static final MatchKeyMaker MAKER = new MatchKeyMaker(CLOCK);

  private Matching() {}

  static NormalizedCustomer read(Map<Identifier, List<String>> identifiers, MatchKeyRules rules) {
    return MAKER.normalize(new Customer(identifiers), rules);
  }

  static NormalizedCustomer read(Map<Identifier, List<String>> identifiers) {
    return read(identifiers, rules(null));
  }

  static NormalizedCustomer read(Identifier identifier, String value) {
    return read(Map.of(identifier, List.of(value)));
  }

  /** The normalized value, or the code of the reason for which it was dropped. */
  static String outcome(Identifier identifier, String value, MatchKeyRules rules) {
    NormalizedCustomer customer = read(Map.of(identifier, List.of(value)), rules);
    return customer.isEmpty()
        ? customer.dropped().getFirst().reason().code()
        : customer.identity().getFirst().substring(identifier.key().length() + 1);
  }

  static MatchKeyRules rules(String country) {
    return new MatchKeyRules(country, DateOrder.MDY, true, Set.of());
  }

  static String sha256(String text) {
    return Sha256.hex(text);
  }
}
