package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.Identifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at events as they are read, good or not, and counts what a {@link DryRun} tells. */
final class Survey {

  private record Line(String orderId, @Nullable String itemNumber) {}

  private final Instant now;
  private long events;
  private long withoutMatchKeys;
  private long withoutOrderId;
  private long itemNumberAlone;
  private long repeated;
  private long repeatedAtAnotherTime;
  private long orderOfAnother;
  private long lagged2Days;
  private long lagged7Days;
  private long lagged90Days;
  private long withValue;
  private final Set<Long> timesOfDay = new HashSet<>();
  private final Set<BigDecimal> values = new HashSet<>();
  private final Map<Line, @Nullable Long> timeOfLine = new HashMap<>();
  private final Map<String, Map<Identifier, List<String>>> customerOfOrder = new HashMap<>();

  Survey(Instant now) {
    this.now = now;
  }

  void look(EventFields event) {
    events++;
    if (event.identifiers.isEmpty()) {
      withoutMatchKeys++;
    }
    lookAtOrder(event);
    lookAtTime(event.eventTime);
    if (event.value != null) {
      withValue++;
      values.add(event.value.stripTrailingZeros());
    }
  }

  DryRun result(long valid, List<InvalidEntry> invalid, List<String> remarks) {
    return new DryRun(
        events,
        valid,
        new DryRun.Identification(
            withoutMatchKeys,
            withoutOrderId,
            itemNumberAlone,
            repeated,
            repeatedAtAnotherTime,
            orderOfAnother),
        new DryRun.Times(lagged2Days, lagged7Days, lagged90Days, timesOfDay.size()),
        new DryRun.Sales(withValue, values.size()),
        DryRun.OnlyMeta.UNKNOWN,
        invalid,
        remarks);
  }

  private void lookAtOrder(EventFields event) {
    if (event.orderId == null) {
      withoutOrderId++;
      if (event.itemNumber != null) {
        itemNumberAlone++;
      }
      return;
    }
    Line line = new Line(event.orderId, event.itemNumber);
    if (timeOfLine.containsKey(line)) {
      repeated++;
      if (!Objects.equals(timeOfLine.get(line), event.eventTime)) {
        repeatedAtAnotherTime++;
      }
    } else {
      timeOfLine.put(line, event.eventTime);
    }
    var customer = customerOfOrder.putIfAbsent(event.orderId, event.identifiers);
    if (customer != null && !customer.equals(event.identifiers)) {
      orderOfAnother++;
    }
  }

  private void lookAtTime(@Nullable Long time) {
    if (time == null) {
      return;
    }
    timesOfDay.add(Math.floorMod(time, Duration.ofDays(1).toSeconds()));
    long seconds = now.getEpochSecond() - time;
    lagged2Days += seconds > Duration.ofDays(2).toSeconds() ? 1 : 0;
    lagged7Days += seconds > Duration.ofDays(7).toSeconds() ? 1 : 0;
    lagged90Days += seconds > Duration.ofDays(90).toSeconds() ? 1 : 0;
  }
}
