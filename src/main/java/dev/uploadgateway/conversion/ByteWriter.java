package dev.uploadgateway.conversion;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that grow: numbers in seven-bit groups, strings behind their length. */
public final class ByteWriter {

  private byte[] bytes = new byte[512];
  private int size;

  public void writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /** Writes any number; those below 128 take one byte, negative ones ten. */
  public void writeLong(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /**
   * Writes a string, or that there is none. Half a character (an unpaired surrogate) has no bytes:
   * it comes back as U+FFFD, which is no character of anybody's either, where Java would have made
   * it a question mark.
   */
  public void writeString(@Nullable String value) {
    if (value == null) {
      writeByte(0);
      return;
    }
    int before = size;
    writeLong(value.length() + 1L);
    if (!writeAscii(value)) {
      size = before;
      byte[] utf8 = utf8(value);
      writeUtf8(utf8, 0, utf8.length);
    }
  }

  /** Writes a string that is UTF-8 already, as {@link #writeString} does. */
  void writeUtf8(byte[] utf8, int from, int to) {
    writeLong(to - from + 1L);
    ensure(to - from);
    System.arraycopy(utf8, from, bytes, size, to - from);
    size += to - from;
  }

  /** Writes nothing but the UTF-8 of a string. */
  void writeUtf8(String value) {
    if (!writeAscii(value)) {
      byte[] utf8 = utf8(value);
      write(utf8, utf8.length);
    }
  }

  /**
   * Writes the characters of a string that are a byte each, as nearly all are, with no array of its
   * own: half of what writing an event took. False, and nothing, where it has others.
   */
  private boolean writeAscii(String value) {
    int length = value.length();
    ensure(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c > 0x7f) {
        return false;
      }
      bytes[size + i] = (byte) c;
    }
    size += length;
    return true;
  }

  /** How many bytes were written. */
  int size() {
    return size;
  }

  /** Writes bytes behind their length. */
  public void writeBytes(byte[] value) {
    writeLong(value.length);
    write(value, value.length);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Writes the first bytes of a buffer as they are. */
  public void write(byte[] buffer, int length) {
    ensure(length);
    System.arraycopy(buffer, 0, bytes, size, length);
    size += length;
  }

  /** The bytes of a string as they are written. */
  static byte[] utf8(String value) {
    return wellFormed(value).getBytes(StandardCharsets.UTF_8);
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
