package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Property;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON written straight to UTF-8 bytes. The commas are the writer's business: every name and every
 * element of an array begins with {@link #name} or {@link #element}.
 */
final class JsonBytes {

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

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  JsonBytes open(char bracket) {
    return put((byte) bracket);
  }

  JsonBytes close(char bracket) {
    return put((byte) bracket);
  }

  /** Begins a member of an object; the name needs no escapes. */
  JsonBytes name(String name) {
    separate();
    ensure(name.length() + 3);
    bytes[size++] = '"';
    for (int i = 0; i < name.length(); i++) {
      bytes[size++] = (byte) name.charAt(i);
    }
    bytes[size++] = '"';
    bytes[size++] = ':';
    return this;
  }

  /** Begins an element of an array. */
  JsonBytes element() {
    separate();
    return this;
  }

  JsonBytes string(String value) {
    put((byte) '"');
    int start = 0;
    int length = value.length();
    ensure(length + 1);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\' || c >= 0x80) {
        ascii(value, start, i);
        i = special(value, i);
        start = i + 1;
      }
    }
    ascii(value, start, length);
    return put((byte) '"');
  }

  JsonBytes number(long value) {
    return raw(Long.toString(value));
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

  private void separate() {
    byte last = bytes[size - 1];
    if (last != '{' && last != '[') {
      put((byte) ',');
    }
  }

  private void ascii(String value, int from, int to) {
    ensure(to - from);
    for (int i = from; i < to; i++) {
      bytes[size++] = (byte) value.charAt(i);
    }
  }

  /** Writes the character at i in more than one byte; returns the position of its last char. */
  private int special(String value, int i) {
    char c = value.charAt(i);
    if (c == '"' || c == '\\') {
      put((byte) '\\');
      put((byte) c);
      return i;
    }
    if (c < 0x20) {
      raw("\\u00");
      put(HEX[c >> 4]);
      put(HEX[c & 0xf]);
      return i;
    }
    int point = value.codePointAt(i);
    // A lone half of a surrogate pair has no UTF-8: it becomes the replacement character.
    int valid = Character.isSurrogate(c) && point == c ? 0xfffd : point;
    raw(Character.toString(valid));
    return i + Character.charCount(point) - 1;
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
