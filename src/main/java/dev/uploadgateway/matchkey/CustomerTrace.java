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
    Map<Identifier, Deque<DropReason>> droppedLater = droppedLater(customer);
    Map<Identifier, Set<String>> before = new EnumMap<>(Identifier.class);
    var sha256 = new Sha256();
    List<TracedValue> values = new ArrayList<>(seen.size());
    for (Seen value : seen) {
      TracedValue.Fate fate =
          switch (value.reading()) {
            case Reading.Dropped(DropReason reason) -> new TracedValue.Fate.Dropped(reason);
            case Reading.Kept kept -> {
              String sent = NormalizedCustomer.sent(kept, sha256);
              boolean first =
                  before.computeIfAbsent(value.identifier(), none -> new HashSet<>()).add(sent);
              yield first
                  ? fate(value.identifier(), kept, sent, customer, droppedLater, sha256)
                  : new TracedValue.Fate.Repeated();
            }
          };
      KeyRule rule = IdentifierReader.rule(value.identifier(), Texts.trim(value.raw()));
      values.add(new TracedValue(value.identifier(), value.raw(), rule, fate));
    }
    return new TracedCustomer(customer, values);
  }

  private static TracedValue.Fate fate(
      Identifier identifier,
      Reading.Kept value,
      String sent,
      NormalizedCustomer customer,
      Map<Identifier, Deque<DropReason>> droppedLater,
      Sha256 sha256) {
    if (customer.kept(identifier).contains(value)) {
      return new TracedValue.Fate.Sent(identifier, value.text(), sent, value.toHash());
    }
    DropReason reason = droppedLater.getOrDefault(identifier, new ArrayDeque<>()).pollFirst();
    if (reason != null) {
      return new TracedValue.Fate.Dropped(reason);
    }
    // What is neither kept nor dropped has become part of another.
    Reading.Kept whole = customer.kept(Identifier.BIRTH_DATE).getFirst();
    return new TracedValue.Fate.Sent(
        Identifier.BIRTH_DATE,
        whole.text(),
        NormalizedCustomer.sent(whole, sha256),
        whole.toHash());
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
