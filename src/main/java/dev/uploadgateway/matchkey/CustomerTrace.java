package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches a customer being read, and says of each value what became of it. It decides nothing: what
 * was kept and dropped in the end, the normalized customer says itself.
 */
final class CustomerTrace {

  private record Seen(Identifier identifier, String raw, Reading reading) {
    @Override
    public String toString() {
      return "Seen[]";
    }
  }

  private final List<Seen> seen = new ArrayList<>();

  void see(Identifier identifier, String raw, Reading reading) {
    seen.add(new Seen(identifier, raw, reading));
  }

  TracedCustomer finish(NormalizedCustomer customer) {
    var end = new End(customer, droppedLater(customer), new EnumMap<>(Identifier.class));
    return new TracedCustomer(
        customer,
        seen.stream()
            .map(value ->
                new TracedValue(
                    value.identifier(),
                    value.raw(),
                    IdentifierReader.rule(value.identifier(), Texts.trim(value.raw())),
                    end.fate(value)))
            .toList());
  }

  /**
   * What everything came to.
   *
   * @param before what of each identifier was seen to be sent
   */
  private record End(
      NormalizedCustomer customer,
      Map<Identifier, Deque<DropReason>> droppedLater,
      Map<Identifier, Set<String>> before) {

    TracedValue.Fate fate(Seen value) {
      return switch (value.reading()) {
        case Reading.Dropped(DropReason reason) -> new TracedValue.Fate.Dropped(reason);
        case Reading.Kept kept ->
            before
                    .computeIfAbsent(value.identifier(), none -> new HashSet<>())
                    .add(NormalizedCustomer.sent(kept))
                ? fate(value.identifier(), kept)
                : new TracedValue.Fate.Repeated();
      };
    }

    private TracedValue.Fate fate(Identifier identifier, Reading.Kept value) {
      if (customer.kept(identifier).contains(value)) {
        return sent(identifier, value);
      }
      DropReason reason = droppedLater.getOrDefault(identifier, new ArrayDeque<>()).pollFirst();
      return reason == null
          // What is neither kept nor dropped has become part of another.
          ? sent(Identifier.BIRTH_DATE, customer.kept(Identifier.BIRTH_DATE).getFirst())
          : new TracedValue.Fate.Dropped(reason);
    }

    private static TracedValue.Fate sent(Identifier as, Reading.Kept value) {
      String sent = NormalizedCustomer.sent(value);
      return new TracedValue.Fate.Sent(as, value.text(), sent, value.toHash());
    }

    @Override
    public String toString() {
      return "End[]";
    }
  }

  /** What was dropped although it could be read, for what else there is of the customer. */
  private Map<Identifier, Deque<DropReason>> droppedLater(NormalizedCustomer customer) {
    Map<Identifier, Deque<DropReason>> reasons = new EnumMap<>(Identifier.class);
    customer
        .dropped()
        .forEach(dropped ->
            reasons
                .computeIfAbsent(dropped.identifier(), none -> new ArrayDeque<>())
                .addLast(dropped.reason()));
    for (Seen value : seen) {
      if (value.reading() instanceof Reading.Dropped(DropReason reason)) {
        reasons.getOrDefault(value.identifier(), new ArrayDeque<>()).removeFirstOccurrence(reason);
      }
    }
    return reasons;
  }
}
