package dev.uploadgateway.sandbox;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The faults in store, used up in the order in which they came. */
final class Faults {

  private final List<Fault> faults = new ArrayList<>();
  private CountDownLatch cleared = new CountDownLatch(1);

  synchronized Fault order(JsonNode order) {
    Fault fault = new Fault(FaultOrder.read(order), cleared);
    faults.add(fault);
    return fault;
  }

  /** The next fault for a call to this dataset, whatever events it carries; uses it once. */
  synchronized @Nullable Fault next(String dataset) {
    for (Fault fault : faults) {
      if (fault.kind() != FaultOrder.Kind.INVALID_EVENT
          && fault.appliesTo(dataset)
          && fault.strikes()) {
        use(fault);
        return fault;
      }
    }
    return null;
  }

  /** The events that were ordered to be invalid; uses each fault at most once. */
  synchronized List<BadRow> invalid(String dataset, List<Event> events, Dialect dialect) {
    List<BadRow> bad = new ArrayList<>();
    for (Fault fault : List.copyOf(faults)) {
      if (fault.kind() == FaultOrder.Kind.INVALID_EVENT && fault.appliesTo(dataset)) {
        List<BadRow> guilty = fault.guilty(events, dialect);
        bad.addAll(guilty);
        if (!guilty.isEmpty()) {
          use(fault);
        }
      }
    }
    return bad;
  }

  private void use(Fault fault) {
    fault.use();
    if (fault.isSpent()) {
      faults.remove(fault);
    }
  }

  synchronized ObjectNode describe() {
    ObjectNode answer = Answer.object().put("count", faults.size());
    answer.putArray("data").addAll(faults.stream().map(Fault::describe).toList());
    return answer;
  }

  /** Forgets all faults and ends every wait that one of them began. */
  void clear() {
    clear(EnumSet.allOf(FaultOrder.Kind.class));
  }

  /** Forgets the faults of these kinds, and ends every wait that any fault began. */
  synchronized void clear(Set<FaultOrder.Kind> kinds) {
    faults.removeIf(fault -> kinds.contains(fault.kind()));
    cleared.countDown();
    cleared = new CountDownLatch(1);
    faults.forEach(fault -> fault.endWaitsWith(cleared));
  }
}
