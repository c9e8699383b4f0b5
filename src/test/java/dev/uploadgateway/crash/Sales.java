package dev.uploadgateway.crash;

import dev.uploadgateway.Northwind;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.conversion.Text;
import dev.uploadgateway.matchkey.DateOrder;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.MatchKeyRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sales without end, each with a serial number: most are known by their order, one in ten by its
 * customer, one in ten has an id of its own.
 */
final class Sales {

  private static final int BAD = 8;

  /** So early that every run comes to them. */
  private static final int BAD_BEFORE = 1_000;

  private static final MatchKeyRules RULES = new MatchKeyRules(null, DateOrder.MDY, true, Set.of());

  private final MatchKeyMaker matchKeys = new MatchKeyMaker(Clock.systemUTC());
  private final List<ObjectNode> templates = Northwind.once().events();
  private final AtomicLong lastSerial = new AtomicLong();
  private final Set<Long> bad;

  private enum Kind {
    ORDER,
    CUSTOMER,
    EVENT_ID;

    static Kind of(long serial) {
      return serial % 10 == 8 ? CUSTOMER : serial % 10 == 9 ? EVENT_ID : ORDER;
    }
  }

  Sales(Random luck) {
    this.bad =
        luck.longs(1, BAD_BEFORE)
            .filter(serial -> Kind.of(serial) == Kind.ORDER)
            .distinct()
            .limit(BAD)
            .boxed()
            .collect(Collectors.toSet());
  }

  /** The orders that Meta is to refuse. */
  List<String> badOrders() {
    return bad.stream().map(this::order).toList();
  }

  Parcel next(String dataset, String uploadTag, int count, boolean ndjson) {
    List<ObjectNode> events = new ArrayList<>(count);
    List<Sold> sold = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long serial = lastSerial.incrementAndGet();
      ObjectNode event = event(serial);
      events.add(event);
      sold.add(new Sold(serial, dataset, uploadTag, key(dataset, event), bad.contains(serial)));
    }
    Northwind northwind = new Northwind(events);
    String body = ndjson ? northwind.ndjson() : northwind.body(uploadTag);
    return new Parcel(dataset, uploadTag, ndjson, body, sold);
  }

  private String order(long serial) {
    return template(serial).path("order_id").asString() + "-" + serial;
  }

  private ObjectNode template(long serial) {
    return templates.get((int) (serial % templates.size()));
  }

  private ObjectNode event(long serial) {
    ObjectNode event = template(serial).deepCopy();
    event.withObject("custom_data").put("serial", serial);
    event.put("order_id", order(serial));
    switch (Kind.of(serial)) {
      case ORDER -> {}
      case CUSTOMER -> {
        event.remove("order_id");
        event.putObject("match_keys").put("email", "customer-%d@example.com".formatted(serial));
      }
      case EVENT_ID -> event.put("event_id", "till-" + serial);
    }
    return event;
  }

  private EventKey key(String dataset, ObjectNode event) {
    Occasion occasion =
        new Occasion(
            event.path("event_name").asString(),
            event.path("event_time").longValue(),
            null,
            event.path("event_id").asString(null));
    Sale sale =
        new Sale(Text.of(event.path("order_id").asString(null)), null, null, null, List.of());
    return EventKey.of(
        dataset, occasion, sale, sale.orderId() == null ? identity(event) : List.of());
  }

  private List<String> identity(ObjectNode event) {
    List<String> email = List.of(event.at("/match_keys/email").asString());
    return matchKeys.normalize(new Customer(Map.of(Identifier.EMAIL, email)), RULES).identity();
  }
}
