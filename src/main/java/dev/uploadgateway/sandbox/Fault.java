package dev.uploadgateway.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A misfortune in store for the next calls. Its uses are counted under the lock of {@link Faults}.
 */
final class Fault {

  private static final int HANG_MILLIS = 120_000;
  private static final int SLOW_MILLIS = 2_000;
  private static final String PAGE =
      "<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>";

  private final FaultOrder order;
  private volatile CountDownLatch cleared;
  private final Random chance;
  // prints of the events that it chose itself, where nobody named one
  private final Set<EventKey> chosen = new HashSet<>();
  private int left;

  /**
   * A fault as ordered.
   *
   * @param cleared opens when all faults are cleared, which ends every wait
   */
  Fault(FaultOrder order, CountDownLatch cleared) {
    this.order = order;
    this.cleared = cleared;
    this.chance = new Random(order.number("seed", 0));
    this.left = order.number("times", order.namesEvents() ? -1 : 1);
  }

  FaultOrder.Kind kind() {
    return order.kind();
  }

  boolean appliesTo(String dataset) {
    String only = order.text("dataset");
    return only == null || only.equals(dataset);
  }

  /** Whether it strikes this call, as about one in so many where that was ordered. */
  boolean strikes() {
    return chance.nextInt(order.number("one_in", 1)) == 0;
  }

  boolean isSpent() {
    return left == 0 && chosen.isEmpty();
  }

  void use() {
    if (left > 0 && chosen.isEmpty()) {
      left--;
    }
  }

  /** Whether the call's events are kept, if they are valid, whatever is answered. */
  boolean processes() {
    return kind() == FaultOrder.Kind.SLOW || order.flag("processed", false);
  }

  /** What ends waits that begin from now on, as what ended those before is open for good. */
  void endWaitsWith(CountDownLatch next) {
    cleared = next;
  }

  /** Waits as ordered, or until the faults are cleared. */
  void await() throws InterruptedException {
    int usual = kind() == FaultOrder.Kind.HANG ? HANG_MILLIS : SLOW_MILLIS;
    // Cleared or over, the call goes on all the same
    boolean ignored = cleared.await(order.number("millis", usual), TimeUnit.MILLISECONDS);
  }

  /** What is answered in place of the answer that was due; null for silence. */
  @Nullable Answer distort(@Nullable Answer due) {
    return switch (kind()) {
      case SLOW -> due;
      case HANG, RESET, INVALID_EVENT -> null;
      case HTML -> new Answer(order.number("http_status", 502), StringNode.valueOf(PAGE), Map.of());
      case ERROR -> error(order.number("code", 2)).answer();
      case THROTTLE -> throttle(order.number("code", 80004));
    };
  }

  private GraphError error(int code) {
    GraphError error =
        GraphError.oauth(
            order.number("http_status", usualStatus(code)),
            code,
            "(#%d) An error that was ordered".formatted(code));
    if (order.says("error_subcode")) {
      error.subcode(order.number("error_subcode", 0));
    }
    boolean down = code == 1 || code == 2;
    if (down || order.says("is_transient")) {
      error.error().put("is_transient", order.flag("is_transient", down));
    }
    return error;
  }

  private static int usualStatus(int code) {
    if (code < 0) {
      return 500;
    }
    return switch (code) {
      case 1 -> 500;
      case 2 -> 503;
      case 102, 190 -> 401;
      case 3, 10 -> 403;
      default -> code >= 200 && code < 300 ? 403 : 400;
    };
  }

  /**
   * "Rate Limiting" of the Graph and Marketing APIs: an app's limit shows in one header, a business
   * use case's in another. That they come with status 400 is known from live reports.
   */
  private Answer throttle(int code) {
    GraphError error = error(code);
    if (code == 4) {
      return error.answer(Map.of("X-App-Usage", Answer.usage(100)));
    }
    if (!order.says("error_subcode")) {
      error.subcode(2446079);
    }
    String usage =
        """
        {"1000000000000001":[{"type":"ads_management","call_count":100,"total_cputime":20,\
        "total_time":20,"estimated_time_to_regain_access":%d,"ads_api_access_tier":"limited_access"}]}\
        """
            .formatted(order.number("minutes", 1));
    return error.answer(Map.of("X-Business-Use-Case-Usage", usage));
  }

  /**
   * The events of a call that it makes invalid. Where the order names none, that is the first event
   * of a call, and then the same one in whatever call it comes; {@code times} is how many are
   * chosen so.
   */
  List<BadRow> guilty(List<Event> events, Dialect dialect) {
    List<BadRow> guilty = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (order.namesEvents()
          ? blames(events.get(i).json(), dialect)
          : chosen.contains(EventKey.digest(events.get(i).text()))) {
        guilty.add(new BadRow(i, violation()));
      }
    }
    if (guilty.isEmpty() && !order.namesEvents() && left != 0) {
      choose(events.getFirst());
      guilty.add(new BadRow(0, violation()));
    }
    return guilty;
  }

  private void choose(Event event) {
    chosen.add(EventKey.digest(event.text()));
    if (left > 0) {
      left--;
    }
  }

  /**
   * Whether it makes this event invalid: by its order id, or about every n-th order. Which ones
   * those are hangs on the order id alone, so that the same event is guilty in whatever call it
   * comes.
   */
  private boolean blames(JsonNode event, Dialect dialect) {
    String id = dialect.sale(event).path("order_id").asString("");
    String guilty = order.text("order_id");
    return guilty == null
        ? !id.isEmpty() && Math.floorMod(id.hashCode(), order.number("every", 1)) == 0
        : id.equals(guilty);
  }

  private Violation violation() {
    int subcode = order.number("error_subcode", 2804036);
    return new Violation(subcode, "Invalid event", "an event was ordered to be invalid");
  }

  ObjectNode describe() {
    return order.settings().deepCopy().put("times_left", left);
  }
}
