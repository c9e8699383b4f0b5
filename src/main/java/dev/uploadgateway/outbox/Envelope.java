package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.ByteReader;
import dev.uploadgateway.conversion.ByteWriter;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Money;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The events of a batch as one run of bytes: compressed, to be sealed. The first byte tells the
 * format, so that a later release can write another and still read this one.
 */
final class Envelope {

  private static final byte DEFLATED = 1;

  /** Deflate makes no more than this of a byte; what promises more is not worth its memory. */
  private static final int LARGEST_RATIO = 1032;

  private Envelope() {}

  static byte[] pack(List<StoredEvent> events) {
    ByteWriter out = new ByteWriter();
    out.writeLong(events.size());
    for (StoredEvent event : events) {
      out.writeLong(event.key().value().getMostSignificantBits());
      out.writeLong(event.key().value().getLeastSignificantBits());
      out.writeLong(event.time());
      out.writeLong(event.deadline().getEpochSecond());
      out.writeBytes(event.payload());
    }
    // Behind all events, where a release that does not know of them looks no more.
    events.forEach(event -> writeFacts(out, event.facts()));
    return deflate(out.toByteArray());
  }

  /**
   * @throws IllegalArgumentException if the bytes are not an envelope of a format this release
   *     knows
   */
  static List<StoredEvent> unpack(byte[] packed) {
    ByteReader in = new ByteReader(inflate(packed));
    long size = in.readLong();
    if (size < 1) {
      throw new IllegalArgumentException("The envelope holds no events");
    }
    List<StoredEvent> events = new ArrayList<>();
    for (long left = size; left > 0; left--) {
      UUID key = new UUID(in.readLong(), in.readLong());
      long time = in.readLong();
      Instant deadline = instant(in.readLong());
      events.add(new StoredEvent(new EventKey(key), time, deadline, in.readBytes()));
    }
    return in.ended() ? events : events.stream().map(event -> withFacts(event, in)).toList();
  }

  private static void writeFacts(ByteWriter out, @Nullable StoredFacts facts) {
    out.writeString(facts == null ? null : facts.name());
    if (facts != null) {
      Money money = facts.money();
      out.writeString(money == null ? null : money.currency().getCurrencyCode());
      if (money != null) {
        out.writeString(money.value().toString());
      }
      out.writeLong(facts.uploadedAt());
      out.writeString(facts.traits());
    }
  }

  private static StoredEvent withFacts(StoredEvent event, ByteReader in) {
    String name = in.readString();
    if (name == null) {
      return event;
    }
    String currency = in.readString();
    Money money = currency == null ? null : money(currency, in.readText());
    StoredFacts facts = new StoredFacts(name, money, in.readLong(), in.readString());
    return new StoredEvent(event.key(), event.time(), event.deadline(), event.payload(), facts);
  }

  private static Money money(String currency, String value) {
    try {
      return new Money(new BigDecimal(value), Currency.getInstance(currency));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("A value that is no number", e);
    }
  }

  private static Instant instant(long seconds) {
    try {
      return Instant.ofEpochSecond(seconds);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("A time out of range", e);
    }
  }

  private static byte[] deflate(byte[] plain) {
    // The fastest level: the repeated words of a thousand alike events are found at any.
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(plain);
      deflater.finish();
      ByteWriter out = new ByteWriter();
      out.writeByte(DEFLATED);
      out.writeLong(plain.length);
      byte[] chunk = new byte[16 * 1024];
      while (!deflater.finished()) {
        out.write(chunk, deflater.deflate(chunk));
      }
      return out.toByteArray();
    }
  }

  private static byte[] inflate(byte[] packed) {
    ByteReader in = new ByteReader(packed);
    int format = in.readByte();
    if (format != DEFLATED) {
      throw new IllegalArgumentException("Format " + format + " was not written by this release");
    }
    long length = in.readLong();
    int deflated = packed.length - in.position();
    if (length < 0 || length > Math.min((long) deflated * LARGEST_RATIO, Integer.MAX_VALUE - 8)) {
      throw new IllegalArgumentException("The envelope cannot hold as many bytes as it says");
    }
    byte[] plain = new byte[(int) length];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(packed, in.position(), deflated);
      int size = 0;
      int more = 1;
      while (size < plain.length && more > 0) {
        more = inflater.inflate(plain, size, plain.length - size);
        size += more;
      }
      if (size < plain.length || inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
        throw new IllegalArgumentException("The envelope ends too early or too late");
      }
      return plain;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("The envelope is not deflated data", e);
    }
  }
}
