package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.ByteReader;
import dev.uploadgateway.conversion.EventKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The first format of envelopes, which is read and not written any more: event after event, their
 * facts behind them, all of it deflated.
 */
final class DeflatedEnvelope {

  static final byte FORMAT = 1;

  /** Deflate makes no more than this of a byte; what promises more is not worth its memory. */
  private static final int LARGEST_RATIO = 1032;

  private DeflatedEnvelope() {}

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
      Instant deadline = Envelope.instant(in.readLong());
      events.add(new StoredEvent(new EventKey(key), time, deadline, in.readBytes()));
    }
    return in.ended()
        ? events
        : events.stream().map(event -> Envelope.withFacts(event, in)).toList();
  }

  private static byte[] inflate(byte[] packed) {
    ByteReader in = new ByteReader(packed);
    in.readByte();
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
