package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.matchkey.MatchKeys;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
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

  /** Times a byte, that byte in each place of a word. */
  private static final long EACH = 0x0101_0101_0101_0101L;

  private static final long TOP_BITS = 0x8080_8080_8080_8080L;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

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

  /** Begins a member of an object; the name is ASCII and needs no escapes. */
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

  /** The same, given as bytes. */
  JsonBytes plain(byte[] value) {
    ensure(value.length + 2);
    bytes[size++] = '"';
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    bytes[size++] = '"';
    return this;
  }

  JsonBytes string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return isPlain(utf8) ? plain(utf8) : escaped(value);
  }

  /** The match key at that position. */
  JsonBytes matchKey(MatchKeys keys, int index) {
    String given = keys.given(index);
    if (given != null) {
      return string(given);
    }
    ensure(MatchKeys.HASH_LENGTH + 2);
    bytes[size++] = '"';
    keys.hash(index, bytes, size);
    size += MatchKeys.HASH_LENGTH;
    bytes[size++] = '"';
    return this;
  }

  JsonBytes number(long value) {
    if (value < 0) {
      return ascii(Long.toString(value));
    }
    digits(value, 0);
    return this;
  }

  /** A decimal number without an exponent. */
  JsonBytes number(BigDecimal value) {
    int scale = value.scale();
    BigInteger unscaled = value.unscaledValue();
    if (scale < 0 || scale > 6 || unscaled.signum() < 0 || unscaled.bitLength() > 62) {
      return ascii(value.toPlainString());
    }
    digits(unscaled.longValue(), scale);
    return this;
  }

  /** Valid JSON in ASCII as it is. */
  JsonBytes ascii(String json) {
    ensure(json.length());
    copy(json);
    return this;
  }

  /** Valid JSON as it is. */
  JsonBytes raw(String json) {
    return raw(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Valid JSON as it is. */
  JsonBytes raw(byte[] json) {
    ensure(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
    return this;
  }

  /** A member whose name may need escapes. */
  JsonBytes property(Property property) {
    separate();
    string(property.name());
    put((byte) ':');
    return raw(property.json());
  }

  /** Writes a number from its last digit to its first, with so many of them behind the point. */
  private void digits(long unscaled, int scale) {
    int length = 1;
    for (long rest = unscaled / 10; rest > 0; rest /= 10) {
      length++;
    }
    length = Math.max(length, scale + 1) + (scale > 0 ? 1 : 0);
    ensure(length);
    long rest = unscaled;
    for (int i = length - 1; i >= 0; i--) {
      if (scale > 0 && i == length - 1 - scale) {
        bytes[size + i] = '.';
      } else {
        bytes[size + i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    size += length;
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

  /**
   * Whether a string is UTF-8 as it stands, looked at eight bytes at a time. A question mark may
   * stand for half a character, and so is not taken for granted.
   */
  private static boolean isPlain(byte[] utf8) {
    int i = 0;
    long special = 0;
    for (; i <= utf8.length - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORD.get(utf8, i);
      // what is less than 0x20 borrows from its top bit; bytes of 0x80 and above have it anyway
      special |=
          ((word - 0x20 * EACH) & ~word)
              | zeros(word ^ '"' * EACH)
              | zeros(word ^ '\\' * EACH)
              | zeros(word ^ '?' * EACH);
    }
    boolean plain = (special & TOP_BITS) == 0;
    for (; plain && i < utf8.length; i++) {
      byte b = utf8[i];
      plain = b < 0 || (b >= 0x20 && b != '"' && b != '\\' && b != '?');
    }
    return plain;
  }

  /** Marks, in its top bit, a byte that is zero. */
  private static long zeros(long word) {
    return (word - EACH) & ~word;
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
            raw(Character.toString(half ? 0xfffd : c));
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
