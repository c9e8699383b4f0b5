package dev.uploadgateway.report;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Text;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.outbox.Quarantine;
import dev.uploadgateway.outbox.ReasonCode;
import dev.uploadgateway.problem.Problem;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which quarantined events a request is about. Whatever of it is not understood is refused, as a
 * filter that was overlooked would widen a discard.
 *
 * @param filters the names of the filters that were given
 */
public record Selection(Quarantine.Filter filter, Set<String> filters) {

  private static final List<String> FILTERS =
      List.of("reason", "upload_tag", "order_id", "event", "batch");

  /**
   * @param further parameters that the request takes beside the filters
   * @throws Problem 400 {@code invalid_parameter}, for what is not understood
   */
  public static Selection of(
      Dataset dataset, MultiValueMap<String, String> given, String... further) {
    return of(dataset, filters(given, Set.of(further)));
  }

  /** Of parameters and the members of a body, each filter in one of them or alike in both. */
  static Selection of(
      Dataset dataset, MultiValueMap<String, String> given, Map<String, @Nullable Object> body) {
    Map<String, String> filters = filters(given, Set.of());
    body.forEach((name, value) -> {
      if (!FILTERS.contains(name)) {
        throw unknown(name);
      }
      String text = text(name, value);
      String before = filters.put(name, text);
      if (before != null && !before.equals(text)) {
        throw Parameters.invalid(name, "is one thing in the address and another in the body");
      }
    });
    return of(dataset, filters);
  }

  private static Selection of(Dataset dataset, Map<String, String> filters) {
    String reason = filters.get("reason");
    String batch = filters.get("batch");
    Quarantine.Filter filter =
        new Quarantine.Filter(
            reason == null ? null : Parameters.oneOf("reason", reason, ReasonCode.codes(), reason),
            Parameters.text("upload_tag", filters.get("upload_tag")),
            Parameters.number("batch", batch),
            events(dataset, filters.get("event"), filters.get("order_id")));
    return new Selection(filter, new TreeSet<>(filters.keySet()));
  }

  private static Quarantine.@Nullable Events events(
      Dataset dataset, @Nullable String event, @Nullable String order) {
    return event == null && order == null
        ? null
        : new Quarantine.Events(
            event == null ? null : key(event),
            order == null ? null : EventKey.orderHash(dataset.id(), new Text(order.strip())));
  }

  private static Map<String, String> filters(
      MultiValueMap<String, String> given, Set<String> further) {
    Map<String, String> filters = new HashMap<>();
    given.forEach((name, values) -> {
      if (values.size() > 1) {
        throw Parameters.invalid(name, "is given more than once");
      }
      if (FILTERS.contains(name)) {
        filters.put(name, text(name, values.getFirst()));
      } else if (!further.contains(name)) {
        throw unknown(name);
      }
    });
    return filters;
  }

  /** Numbers count as their digits, as tills write the ids of orders either way. */
  private static String text(String name, @Nullable Object value) {
    String text =
        switch (value) {
          case String given -> given;
          case Integer _, Long _, BigInteger _ -> String.valueOf(value);
          case null, default -> "";
        };
    if (text.isBlank()) {
      throw Parameters.invalid(name, "takes a text that is not empty");
    }
    return text;
  }

  private static EventKey key(String event) {
    return EventKey.parse(event)
        .orElseThrow(
            () -> Parameters.invalid("event", "takes an event key: 32 hex digits, or a UUID"));
  }

  private static Problem unknown(String name) {
    return Parameters.invalid(
        name, "is not known here, where filters are " + String.join(", ", FILTERS));
  }
}
