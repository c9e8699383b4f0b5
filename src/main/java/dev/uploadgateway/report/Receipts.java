package dev.uploadgateway.report;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Text;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.outbox.Line;
import dev.uploadgateway.outbox.Orders;
import dev.uploadgateway.problem.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Where is this receipt: the life of an order, line by line. */
@Component
public class Receipts {

  /** The most lines of a page: each that waits may lie in an envelope of its own. */
  public static final int MOST_LINES = 500;

  private static final Pattern PLACE =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})\\.(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})"
              + "(\\p{XDigit}{4})(\\p{XDigit}{12})");

  /**
   * A page of an order.
   *
   * @param counts of all lines, whatever the page
   * @param lines by the day of the event (UTC) and then the event key; never empty but behind the
   *     last page
   * @param after what the next page begins after; null where there is none
   */
  public record Receipt(
      String orderId, Orders.Counts counts, List<Line> lines, @Nullable String after) {
    public Receipt {
      lines = List.copyOf(lines);
    }
  }

  private final Orders orders;

  Receipts(Orders orders) {
    this.orders = orders;
  }

  /**
   * What became of an order's events of the last 63 days.
   *
   * @param orderId as the shop gave it; blanks around it do not count
   * @param after the {@code after} of the page before; null for the first
   * @param limit how many lines, 1 to {@link #MOST_LINES}
   * @throws Problem 404 {@code unknown_order}; 400 {@code invalid_parameter}
   */
  public Receipt find(Dataset dataset, String orderId, @Nullable String after, int limit) {
    String order = orderId.strip();
    if (order.isEmpty()) {
      throw Parameters.invalid("order_id", "takes a text that is not empty");
    }
    if (limit < 1 || limit > MOST_LINES) {
      throw Parameters.invalid("limit", "takes 1 to " + MOST_LINES);
    }
    Orders.Found found =
        orders.find(
            dataset.number(),
            EventKey.orderHash(dataset.id(), new Text(order)),
            after == null ? null : place(after),
            limit);
    if (found.counts().events() == 0) {
      throw new Problem(
          HttpStatus.NOT_FOUND,
          "unknown_order",
          "No event with this order_id is known. Orders are found as long as Meta takes their events: 63 days from"
              + " the day of the event. An event that was rejected was never stored, and a discarded one is gone");
    }
    String next = found.more() ? text(found.lines().getLast().place()) : null;
    return new Receipt(order, found.counts(), found.lines(), next);
  }

  private static String text(Line.Place place) {
    return place.day() + "." + place.key().hex();
  }

  private static Line.Place place(String text) {
    Matcher place = PLACE.matcher(text);
    if (!place.matches()) {
      throw noCursor();
    }
    try {
      UUID key = UUID.fromString(PLACE.matcher(text).replaceFirst("$2-$3-$4-$5-$6"));
      return new Line.Place(LocalDate.parse(place.group(1)), new EventKey(key));
    } catch (DateTimeException e) {
      throw noCursor();
    }
  }

  private static Problem noCursor() {
    return Parameters.invalid("after", "is no cursor of this list");
  }
}
