package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.ByteReader;
import dev.uploadgateway.conversion.ByteWriter;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Money;
import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events of a batch as one run of bytes: compressed, to be sealed. The first byte tells the
 * format, so that a later release can write another and still read this one.
 *
 * <p>Their keys come first and as they are, since nothing makes 16 random bytes shorter; what is
 * left stands column by column, so that alike values are neighbours. Of a thousand events with
 * eleven identifiers that is 86 bytes each in 0.9 µs, where all of it deflated took 121 and 2.9.
 */
final class Envelope {

  private static final byte FORMAT = 2;
  private static final int KEY_BYTES = 16;

  /** Zstandard makes no more than this of a byte; what promises more is not worth its memory. */
  private static final int LARGEST_RATIO = 128 * 1024 / 4;

  /** Native where the library can be loaded, and the same in Java at twice the time. */
  private static final ZstdCompressor COMPRESSOR = ZstdCompressor.create();

  private Envelope() {}

  static byte[] pack(List<StoredEvent> events) {
    ByteWriter out = new ByteWriter();
    out.writeByte(FORMAT);
    out.writeLong(events.size());
    ByteBuffer keys = ByteBuffer.allocate(events.size() * KEY_BYTES);
    for (StoredEvent event : events) {
      UUID key = event.key().value();
      keys.putLong(key.getMostSignificantBits()).putLong(key.getLeastSignificantBits());
    }
    out.write(keys.array(), keys.position());
    byte[] columns = columns(events);
    out.writeLong(columns.length);
    return compressed(out.toByteArray(), columns);
  }

  private static byte[] columns(List<StoredEvent> events) {
    ByteWriter out = new ByteWriter();
    long before = 0;
    for (StoredEvent event : events) {
      out.writeLong(foldedSign(event.time() - before));
      before = event.time();
    }
    for (StoredEvent event : events) {
      out.writeLong(foldedSign(event.deadline().getEpochSecond() - event.time()));
    }
    for (StoredEvent event : events) {
      out.writeBytes(event.payload());
    }
    for (StoredEvent event : events) {
      writeFacts(out, event.facts());
    }
    return out.toByteArray();
  }

  /** Behind what stands in the open already. */
  private static byte[] compressed(byte[] head, byte[] columns) {
    int room = COMPRESSOR.maxCompressedLength(columns.length);
    byte[] packed = Arrays.copyOf(head, head.length + room);
    int length = COMPRESSOR.compress(columns, 0, columns.length, packed, head.length, room);
    return Arrays.copyOf(packed, head.length + length);
  }

  /**
   * @throws IllegalArgumentException if the bytes are not an envelope of a format this release
   *     knows
   */
  static List<StoredEvent> unpack(byte[] packed) {
    ByteReader in = new ByteReader(packed);
    int format = in.readByte();
    return switch (format) {
      case DeflatedEnvelope.FORMAT -> DeflatedEnvelope.unpack(packed);
      case FORMAT -> unpack(in, packed);
      default ->
          throw new IllegalArgumentException(
              "Format " + format + " was not written by this release");
    };
  }

  private static List<StoredEvent> unpack(ByteReader in, byte[] packed) {
    long size = in.readLong();
    if (size < 1 || size > packed.length / KEY_BYTES) {
      throw new IllegalArgumentException("The envelope cannot hold as many events as it says");
    }
    int events = (int) size;
    ByteBuffer keys = ByteBuffer.wrap(in.readBytes(events * KEY_BYTES));
    return events(keys, new ByteReader(decompressed(in, packed)));
  }

  private static List<StoredEvent> events(ByteBuffer keys, ByteReader columns) {
    int size = keys.remaining() / KEY_BYTES;
    long[] times = new long[size];
    long[] deadlines = new long[size];
    for (int i = 0; i < size; i++) {
      times[i] = (i == 0 ? 0 : times[i - 1]) + unfoldedSign(columns.readLong());
    }
    for (int i = 0; i < size; i++) {
      deadlines[i] = times[i] + unfoldedSign(columns.readLong());
    }
    List<StoredEvent> events = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      EventKey key = new EventKey(new UUID(keys.getLong(), keys.getLong()));
      events.add(new StoredEvent(key, times[i], instant(deadlines[i]), columns.readBytes()));
    }
    events.replaceAll(event -> withFacts(event, columns));
    if (!columns.ended()) {
      throw new IllegalArgumentException("The envelope ends too late");
    }
    return events;
  }

  private static byte[] decompressed(ByteReader in, byte[] packed) {
    long length = in.readLong();
    int compressed = packed.length - in.position();
    if (length < 0 || length > Math.min((long) compressed * LARGEST_RATIO, Integer.MAX_VALUE - 8)) {
      throw new IllegalArgumentException("The envelope cannot hold as many bytes as it says");
    }
    byte[] columns = new byte[(int) length];
    int size;
    try {
      // of its own, as that in Java keeps what it is at
      size =
          ZstdDecompressor.create()
              .decompress(packed, in.position(), compressed, columns, 0, columns.length);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("The envelope is not compressed data", e);
    }
    if (size < columns.length) {
      throw new IllegalArgumentException("The envelope ends too early");
    }
    return columns;
  }

  /** Near zero from either side is a small number. */
  private static long foldedSign(long value) {
    return value << 1 ^ value >> 63;
  }

  private static long unfoldedSign(long folded) {
    return folded >>> 1 ^ -(folded & 1);
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

  static StoredEvent withFacts(StoredEvent event, ByteReader in) {
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

  static Instant instant(long seconds) {
    try {
      return Instant.ofEpochSecond(seconds);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("A time out of range", e);
    }
  }
}
