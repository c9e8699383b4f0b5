package dev.uploadgateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What Meta recognises an event by. Offline ("Sending Offline Events Using the Conversions API"):
 * dataset, time, name, item number and order id, or without an order id the set of customer
 * parameters. Others: {@code event_id} and name; without an {@code event_id} nothing is recognised.
 *
 * @param fingerprint 128 bits of SHA-256
 */
record EventKey(long fingerprint, long rest) {

  static EventKey of(String dataset, JsonNode event, Dialect dialect) {
    String name = event.path("event_name").asString("");
    if (!dialect.isOffline(event)) {
      String id = event.path("event_id").asString("");
      return digest(
          "web\n" + dataset + "\n" + name + "\n" + (id.isEmpty() ? UUID.randomUUID() : id));
    }
    JsonNode sale = dialect.sale(event);
    String order = sale.path("order_id").asString("");
    return digest(
        String.join(
            "\n",
            "offline",
            dataset,
            event.path("event_time").asString(""),
            name,
            sale.path("item_number").asString(""),
            order.isEmpty() ? "customer " + customer(event, dialect) : "order " + order));
  }

  private static TreeSet<String> customer(JsonNode event, Dialect dialect) {
    TreeSet<String> keys = new TreeSet<>();
    keys.add("extern_id=" + event.path("extern_id").asString(""));
    event
        .path(dialect.customer())
        .forEachEntry((key, value) -> {
          if (value.isArray()) {
            value.forEach(each -> keys.add(key + "=" + each.asString()));
          } else {
            keys.add(key + "=" + value.asString());
          }
        });
    return keys;
  }

  private static EventKey digest(String text) {
    return digest(text.getBytes(UTF_8));
  }

  /** The same digest over the bytes of an event, to tell whether a resend changed any of them. */
  static EventKey digest(byte[] bytes) {
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new EventKey(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
