package dev.uploadgateway.conversion;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits that identify an event within its dataset. Two events with the same key are the same
 * event to Meta, which recognises a repeated offline event by name, time, order id and item number,
 * or by the customer's match keys where there is no order id ("Sending Offline Events Using the
 * Conversions API", deduplication).
 *
 * <p>The first 64 bits are a hash of what names the order, the last 64 a hash of all that tells the
 * event from others. So all lines of a receipt stand next to each other in the index, and a receipt
 * is found without an index of its own. A client's {@code event_id} takes the place of time, order
 * and customer; it counts together with the name, as Meta has it, because many shops use one id for
 * a checkout and its purchase. Such events are found by {@link #orderHash}.
 *
 * <p>The outbox tells events apart within a day (UTC): an event that is sent again with a time on
 * another day is a new one.
 */
public record EventKey(UUID value) implements Comparable<EventKey> {

  /** A separator that no JSON text of an id needs; it keeps "a"+"bc" and "ab"+"c" apart. */
  private static final byte SEPARATOR = 0x1f;

  private static final Pattern TEXT =
      Pattern.compile(
          "(\\p{XDigit}{8})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{12})");

  /** The key that is written there, as {@link #hex} or as a UUID; empty where none is. */
  public static Optional<EventKey> parse(String text) {
    Matcher key = TEXT.matcher(text.strip());
    return key.matches()
        ? Optional.of(new EventKey(UUID.fromString(key.replaceFirst("$1-$2-$3-$4-$5"))))
        : Optional.empty();
  }

  /**
   * The key of an event.
   *
   * @param matchKeys the customer's normalized match keys in a stable order; used only where the
   *     event has neither an id of its own nor an order id
   */
  public static EventKey of(String dataset, Occasion occasion, Sale sale, List<String> matchKeys) {
    MessageDigest sha256 = sha256();
    if (occasion.eventId() != null) {
      feed(sha256, dataset, "event_id", occasion.eventId(), occasion.name());
      ByteBuffer id = ByteBuffer.wrap(sha256.digest());
      return new EventKey(new UUID(id.getLong(), id.getLong()));
    }
    feed(sha256, dataset, occasion.name(), Long.toString(occasion.time()));
    if (sale.orderId() != null) {
      feed(sha256, "order", sale.orderId(), sale.itemNumber());
    } else {
      feed(sha256, "customer", sale.itemNumber());
      matchKeys.forEach(matchKey -> feed(sha256, matchKey));
    }
    ByteBuffer all = ByteBuffer.wrap(sha256.digest());
    long first = all.getLong();
    long last = all.getLong();
    return sale.orderId() == null
        ? new EventKey(new UUID(first, last))
        : new EventKey(new UUID(orderHash(dataset, sale.orderId()), last));
  }

  /** The first half of the keys of all events of that order which carry no {@code event_id}. */
  public static long orderHash(String dataset, String orderId) {
    MessageDigest sha256 = sha256();
    feed(sha256, dataset, "order", orderId);
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }

  /** As 32 hex digits: what Meta gets as the {@code event_id}. */
  public String hex() {
    var hex = new byte[32];
    hex(value.getMostSignificantBits(), hex, 0);
    hex(value.getLeastSignificantBits(), hex, 16);
    return new String(hex, StandardCharsets.ISO_8859_1);
  }

  private static void hex(long bits, byte[] to, int at) {
    for (int i = 0; i < 16; i++) {
      int digit = (int) (bits >>> (60 - 4 * i)) & 0xF;
      to[at + i] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
    }
  }

  /** Orders as PostgreSQL orders {@code uuid}: byte by byte, unsigned. */
  @Override
  public int compareTo(EventKey other) {
    int first =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return first != 0
        ? first
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  private static void feed(MessageDigest digest, @Nullable String... parts) {
    for (String part : parts) {
      if (part != null) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
      }
      digest.update(SEPARATOR);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
