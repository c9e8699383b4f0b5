package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.conversion.Text;
import dev.uploadgateway.matchkey.KeyHasher;
import dev.uploadgateway.matchkey.MatchKeys;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON written straight to UTF-8 bytes. The commas are the writer's business: every name and every
 * element of an array begins with {@link #name} or {@link #element}.
 */
final class JsonBytes {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** Decimals of a price and of most quantities. */
  private static final int MOST_DECIMALS = 6;

  private final KeyHasher hasher = new KeyHasher();
  private byte[] bytes;
  private int size;

  JsonBytes(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  byte[] slice(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** All that was written, not a copy of it. */
  ByteBuffer toByteBuffer() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  JsonBytes open(char bracket) {
    return put((byte) bracket);
  }

  JsonBytes close(char bracket) {
    return put((byte) bracket);
  }

  /** Begins a member of an object. */
  JsonBytes name(JsonName name) {
    ensure(JsonName.WIDTH);
    byte last = bytes[size - 1];
    // the name brings its comma, which the bracket before the first of them takes the place of
    int at = last == '{' ? size - 1 : size;
    WORD.set(bytes, at, name.first());
    WORD.set(bytes, at + 8, name.second());
    if (name.length() > 16) {
      WORD.set(bytes, at + 16, name.third());
      WORD.set(bytes, at + 24, name.fourth());
    }
    if (at < size) {
      bytes[at] = last;
    }
    size = at + name.length();
    return this;
  }

  /** The same for a name that is seldom; it is ASCII and needs no escapes. */
  JsonBytes name(String name) {
    ensure(name.length() + 4);
    separate();
    bytes[size++] = '"';
    copy(name);
    bytes[size++] = '"';
    bytes[size++] = ':';
    return this;
  }

  /** Begins an element of an array. */
  JsonBytes element() {
    separate();
    return this;
  }

  /** A string whose characters are ASCII and need no escapes. */
  JsonBytes plain(String value) {
    ensure(value.length() + 2);
    bytes[size++] = '"';
    copy(value);
    bytes[size++] = '"';
    return this;
  }

  private JsonBytes plain(byte[] value) {
    ensure(value.length + 2);
    bytes[size++] = '"';
    copy(value, 0, value.length);
    bytes[size++] = '"';
    return this;
  }

  JsonBytes string(String value) {
    ensure(value.length() + 2);
    int end = size + 1 + value.length();
    if (JsonTexts.copied(value, bytes, size + 1)) {
      bytes[size] = '"';
      bytes[end] = '"';
      size = end + 1;
      return this;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return JsonTexts.isPlain(utf8, 0, utf8.length) ? plain(utf8) : escaped(value);
  }

  JsonBytes text(Text text) {
    ensure(text.length() + 2 + Long.BYTES);
    if (!JsonTexts.copied(text.utf8(), text.from(), text.to(), bytes, size + 1)) {
      return string(text.value());
    }
    bytes[size] = '"';
    size += text.length() + 2;
    bytes[size - 1] = '"';
    return this;
  }

  JsonBytes eventKey(EventKey key) {
    ensure(EventKey.HEX_LENGTH + 2);
    bytes[size++] = '"';
    key.hex(bytes, size);
    size += EventKey.HEX_LENGTH;
    bytes[size++] = '"';
    return this;
  }

  /** The match key at that position. */
  JsonBytes matchKey(MatchKeys keys, int index) {
    String given = keys.given(index);
    if (given != null) {
      return string(given);
    }
    ensure(MatchKeys.HASH_LENGTH + 2);
    bytes[size++] = '"';
    keys.hash(index, hasher, bytes, size);
    size += MatchKeys.HASH_LENGTH;
    bytes[size++] = '"';
    return this;
  }

  JsonBytes number(long value) {
    if (value < 0) {
      return ascii(Long.toString(value));
    }
    int length = JsonNumbers.length(value);
    ensure(length);
    size += length;
    JsonNumbers.write(value, bytes, size);
    return this;
  }

  /** A decimal number without an exponent. */
  JsonBytes number(BigDecimal value) {
    int scale = value.scale();
    if (scale < 0 || scale > MOST_DECIMALS || value.signum() < 0 || value.precision() > 18) {
      return ascii(value.toPlainString());
    }
    // its digits; unscaledValue() would make a BigInteger of them
    long unscaled = value.scaleByPowerOfTen(scale).longValue();
    if (scale == 0) {
      return number(unscaled);
    }
    long power = JsonNumbers.power(scale);
    number(unscaled / power);
    ensure(1 + scale);
    bytes[size++] = '.';
    size += scale;
    JsonNumbers.writeDecimals(unscaled % power, scale, bytes, size);
    return this;
  }

  /** Valid JSON in ASCII as it is. */
  JsonBytes ascii(String json) {
    ensure(json.length());
    copy(json);
    return this;
  }

  /** Valid JSON as it is. */
  JsonBytes raw(byte[] json) {
    ensure(json.length);
    copy(json, 0, json.length);
    return this;
  }

  /** A member whose name may need escapes. */
  JsonBytes property(Property property) {
    byte[] utf8 = property.utf8();
    int nameLength = property.nameTo() - property.nameFrom();
    int jsonLength = property.jsonTo() - property.jsonFrom();
    separate();
    ensure(nameLength + jsonLength + 3 + Long.BYTES);
    if (JsonTexts.copied(utf8, property.nameFrom(), property.nameTo(), bytes, size + 1)) {
      bytes[size] = '"';
      size += nameLength + 2;
      bytes[size - 1] = '"';
    } else {
      string(property.name());
      ensure(jsonLength + 1);
    }
    bytes[size++] = ':';
    copy(utf8, property.jsonFrom(), jsonLength);
    return this;
  }

  private void separate() {
    ensure(1);
    byte last = bytes[size - 1];
    if (last != '{' && last != '[') {
      bytes[size++] = ',';
    }
  }

  /**
   * The low byte of each character: all of them, as they are ASCII, and nothing else copies a
   * string without an array of its own.
   */
  @SuppressWarnings("deprecation")
  private void copy(String ascii) {
    ascii.getBytes(0, ascii.length(), bytes, size);
    size += ascii.length();
  }

  private void copy(byte[] from, int at, int length) {
    System.arraycopy(from, at, bytes, size, length);
    size += length;
  }

  /** A string character by character: one in a hundred needs it. */
  private JsonBytes escaped(String value) {
    put((byte) '"');
    value
        .codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            put((byte) '\\');
            put((byte) c);
          } else if (c < 0x20) {
            ascii("\\u00");
            put(HEX[c >> 4]);
            put(HEX[c & 0xf]);
          } else if (c < 0x80) {
            put((byte) c);
          } else {
            // half a surrogate pair has no UTF-8: it becomes the replacement character
            boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            raw(Character.toString(half ? 0xfffd : c).getBytes(StandardCharsets.UTF_8));
          }
        });
    return put((byte) '"');
  }

  private JsonBytes put(byte b) {
    ensure(1);
    bytes[size++] = b;
    return this;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
