package dev.uploadgateway.conversion;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  /** Hex digits of a key. */
  public static final int HEX_LENGTH = 32;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
      feed(sha256, "order");
      feed(sha256, sale.orderId());
      feed(sha256, sale.itemNumber());
    } else {
      feed(sha256, "customer");
      feed(sha256, sale.itemNumber());
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
  public static long orderHash(String dataset, Text orderId) {
    MessageDigest sha256 = sha256();
    feed(sha256, dataset, "order");
    feed(sha256, orderId);
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }

  /** As 32 hex digits: what Meta gets as the {@code event_id}. */
  public String hex() {
    var hex = new byte[HEX_LENGTH];
    hex(hex, 0);
    return new String(hex, StandardCharsets.ISO_8859_1);
  }

  /** Writes the {@link #HEX_LENGTH} digits of {@link #hex()}. */
  public void hex(byte[] to, int at) {
    WORD.set(to, at, hex((int) (value.getMostSignificantBits() >>> 32)));
    WORD.set(to, at + 8, hex((int) value.getMostSignificantBits()));
    WORD.set(to, at + 16, hex((int) (value.getLeastSignificantBits() >>> 32)));
    WORD.set(to, at + 24, hex((int) value.getLeastSignificantBits()));
  }

  /**
   * Eight digits at once: each half byte in a byte of its own, and 39 more where it is a letter.
   */
  private static long hex(int bits) {
    long digits = bits & 0xFFFF_FFFFL;
    digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFFL;
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FFL;
    digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0FL;
    long letters = (digits + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L;
    return digits + 0x3030_3030_3030_3030L + letters * ('a' - 10 - '0');
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

  private static void feed(MessageDigest digest, String... parts) {
    for (String part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update(SEPARATOR);
    }
  }

  private static void feed(MessageDigest digest, @Nullable Text text) {
    if (text != null) {
      digest.update(text.utf8(), text.from(), text.length());
    }
    digest.update(SEPARATOR);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
