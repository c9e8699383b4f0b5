package dev.uploadgateway.console;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a till sends: sales that happened a minute ago, of customers with an e-mail address. */
final class Till {

  /** One for all, so that what is sent again is the same. */
  private static final long TIME = Instant.now().getEpochSecond() - 60;

  private Till() {}

  /**
   * Sales with the order ids {@code prefix-from} and so on.
   *
   * @param value of each, in EUR
   */
  static String body(String tag, String prefix, int from, int count, String value) {
    return IntStream.range(from, from + count)
        .mapToObj(number -> event(prefix + "-" + number, value))
        .collect(
            Collectors.joining(",", "{\"upload_tag\": \"%s\", \"data\": [".formatted(tag), "]}"));
  }

  static String event(String order, String value) {
    return """
    {"event_name": "Purchase", "event_time": %d, "order_id": "%s", "currency": "EUR", "value": %s,
     "match_keys": {"email": "%s@example.com"}}
    """
        .formatted(TIME, order, value, order.replace(' ', '-'));
  }
}
