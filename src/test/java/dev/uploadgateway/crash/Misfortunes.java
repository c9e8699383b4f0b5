package dev.uploadgateway.crash;

import dev.uploadgateway.LocalMeta.Meta;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong at Meta and on the way to it: every kind that the sandbox knows, so often that
 * one call in three fails. Only what would make a liar of Meta is left out: "delivered before" of
 * what was not, and "refused" of what is good.
 */
final class Misfortunes {

  private static final List<String> KINDS =
      List.of("error", "hang", "reset", "html", "slow", "throttle");

  /** Each one call in 42. */
  private static final List<String> ORDINARY =
      List.of(
          "\"kind\": \"error\", \"code\": 2",
          "\"kind\": \"error\", \"code\": 2, \"processed\": true",
          "\"kind\": \"error\", \"code\": 1, \"processed\": true",
          "\"kind\": \"error\", \"code\": 21009",
          "\"kind\": \"error\", \"code\": -1, \"http_status\": 200, \"processed\": true",
          "\"kind\": \"hang\", \"millis\": 2500",
          "\"kind\": \"hang\", \"millis\": 2500, \"processed\": true",
          "\"kind\": \"reset\"",
          "\"kind\": \"reset\", \"processed\": true",
          "\"kind\": \"html\", \"http_status\": 502",
          "\"kind\": \"html\", \"http_status\": 504, \"processed\": true",
          "\"kind\": \"html\", \"http_status\": 200, \"processed\": true",
          "\"kind\": \"slow\", \"millis\": 400",
          "\"kind\": \"slow\", \"millis\": 2200"); // is taken after the gateway gave up

  /** Each one call in 100: somebody has to do something before the dataset goes on. */
  private static final List<String> STOPPING =
      List.of(
          "\"kind\": \"throttle\"",
          "\"kind\": \"throttle\", \"code\": 4",
          "\"kind\": \"throttle\", \"code\": 613",
          "\"kind\": \"error\", \"code\": 190",
          "\"kind\": \"error\", \"code\": 10");

  private final Meta meta;

  Misfortunes(Meta meta) {
    this.meta = meta;
  }

  void begin(Random luck, List<String> badOrders) {
    for (String order : badOrders) {
      meta.fault("{\"kind\": \"invalid_event\", \"order_id\": \"%s\"}".formatted(order));
    }
    ORDINARY.forEach(fault -> stand(fault, 42, luck));
    STOPPING.forEach(fault -> stand(fault, 100, luck));
  }

  private void stand(String fault, int oneIn, Random luck) {
    meta.fault(
        "{%s, \"times\": -1, \"one_in\": %d, \"seed\": %d}"
            .formatted(fault, oneIn, luck.nextInt(Integer.MAX_VALUE)));
  }

  /** Events that were to be refused still are. */
  void end() {
    KINDS.forEach(meta::clearFaults);
  }
}
