package dev.uploadgateway.conversion;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as bytes and back, for the time it waits. Fields stand in a fixed order behind a version
 * byte; a change of the order is a new version, and older ones stay readable, because a waiting
 * event may be opened by the next release.
 *
 * <p>Lengths instead of JSON: every event is written and read once each on the hot path, and nobody
 * else reads these bytes.
 */
public final class EventCodec {

  private static final int VERSION = 1;

  private EventCodec() {}

  public static byte[] encode(ConversionEvent event) {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    write(out, event.occasion());
    write(out, event.customer());
    write(out, event.sale());
    write(out, event.customData());
    write(out, event.eventData());
    return out.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are of an unknown version or cut off; it names no
   *     content
   */
  public static ConversionEvent decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "An event of version " + version + " was not written by this release");
    }
    return new ConversionEvent(
        readOccasion(in),
        readCustomer(in, bytes),
        readSale(in, bytes),
        readProperties(in, bytes),
        readProperties(in, bytes));
  }

  private static void write(ByteWriter out, Occasion occasion) {
    out.writeString(occasion.name());
    out.writeLong(occasion.time());
    ActionSource source = occasion.source();
    out.writeString(source == null ? null : source.wireName());
    out.writeString(occasion.eventId());
  }

  private static Occasion readOccasion(ByteReader in) {
    String name = in.readText();
    long time = in.readLong();
    String source = in.readString();
    return new Occasion(name, time, source(source), in.readString());
  }

  private static @Nullable ActionSource source(@Nullable String wireName) {
    return wireName == null
        ? null
        : ActionSource.of(wireName)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "An action source of a kind this release does not know"));
  }

  private static void write(ByteWriter out, Customer customer) {
    int size = customer.size();
    int identifiers = 0;
    for (int i = 0; i < size; i++) {
      identifiers += i == 0 || customer.identifier(i) != customer.identifier(i - 1) ? 1 : 0;
    }
    out.writeLong(identifiers);
    int from = 0;
    while (from < size) {
      Identifier identifier = customer.identifier(from);
      int to = from + 1;
      while (to < size && customer.identifier(to) == identifier) {
        to++;
      }
      out.writeString(identifier.key());
      out.writeLong(to - from);
      for (int i = from; i < to; i++) {
        out.writeUtf8(customer.utf8(), customer.from(i), customer.to(i));
      }
      from = to;
    }
  }

  /** The values stay where they are; their places are all that is read. */
  private static Customer readCustomer(ByteReader in, byte[] bytes) {
    var identifiers = new Identifier[12];
    var places = new int[2 * identifiers.length];
    int size = 0;
    for (long left = in.readLong(); left > 0; left--) {
      Identifier identifier = Identifier.named(in.readText());
      for (long more = in.readLong(); more > 0; more--) {
        if (identifier == null) {
          throw new IllegalArgumentException("An identifier of a kind this release does not know");
        }
        if (size == identifiers.length) {
          identifiers = Arrays.copyOf(identifiers, 2 * size);
          places = Arrays.copyOf(places, 4 * size);
        }
        int length = in.skipText();
        identifiers[size] = identifier;
        places[2 * size] = in.position() - length;
        places[2 * size++ + 1] = in.position();
      }
    }
    return Customer.of(Arrays.copyOf(identifiers, size), bytes, places);
  }

  private static void write(ByteWriter out, Sale sale) {
    write(out, sale.orderId());
    write(out, sale.itemNumber());
    Money money = sale.money();
    out.writeString(money == null ? null : money.value().toString());
    out.writeString(money == null ? null : money.currency().getCurrencyCode());
    write(out, sale.contentType());
    out.writeLong(sale.contents().size());
    for (Content content : sale.contents()) {
      BigDecimal price = content.price();
      write(out, content.id());
      out.writeString(content.quantity().toString());
      out.writeString(price == null ? null : price.toString());
      write(out, content.others());
    }
  }

  private static Sale readSale(ByteReader in, byte[] bytes) {
    Text orderId = readTextOrNone(in, bytes);
    Text itemNumber = readTextOrNone(in, bytes);
    Money money = money(in.readString(), in.readString());
    Text contentType = readTextOrNone(in, bytes);
    int size = Math.toIntExact(in.readLong());
    List<Content> contents = new ArrayList<>();
    for (int left = size; left > 0; left--) {
      Text id = readText(in, bytes);
      BigDecimal quantity = new BigDecimal(in.readText());
      String price = in.readString();
      contents.add(
          new Content(
              id,
              quantity,
              price == null ? null : new BigDecimal(price),
              readProperties(in, bytes)));
    }
    return new Sale(orderId, itemNumber, money, contentType, contents);
  }

  private static @Nullable Money money(@Nullable String value, @Nullable String currency) {
    return value == null || currency == null
        ? null
        : new Money(new BigDecimal(value), Currency.getInstance(currency));
  }

  private static void write(ByteWriter out, @Nullable Text text) {
    if (text == null) {
      out.writeString(null);
    } else {
      out.writeUtf8(text.utf8(), text.from(), text.to());
    }
  }

  private static @Nullable Text readTextOrNone(ByteReader in, byte[] bytes) {
    return in.skipNone() ? null : readText(in, bytes);
  }

  private static Text readText(ByteReader in, byte[] bytes) {
    int length = in.skipText();
    return new Text(bytes, in.position() - length, in.position());
  }

  private static void write(ByteWriter out, List<Property> properties) {
    out.writeLong(properties.size());
    for (Property property : properties) {
      property.write(out);
    }
  }

  private static List<Property> readProperties(ByteReader in, byte[] bytes) {
    int size = Math.toIntExact(in.readLong());
    List<Property> properties = new ArrayList<>();
    for (int left = size; left > 0; left--) {
      properties.add(new Property(in, bytes));
    }
    return properties;
  }
}
