package dev.uploadgateway.conversion;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link ByteWriter} wrote; bytes that end too early are an {@link
 * IllegalArgumentException}.
 */
public final class ByteReader {

  private final byte[] bytes;
  private int position;

  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public int readByte() {
    require(1);
    return bytes[position++];
  }

  public long readLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int group = readByte();
      value |= (long) (group & 0x7f) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("A number of more than 64 bits");
  }

  /** A string, or null where none was written. */
  public @Nullable String readString() {
    long length = readLong();
    if (length == 0) {
      return null;
    }
    int size = require(length - 1);
    String value = new String(bytes, position, size, StandardCharsets.UTF_8);
    position += size;
    return value;
  }

  /** A string that must be there. */
  public String readText() {
    String value = readString();
    if (value == null) {
      throw new IllegalArgumentException("A string is missing");
    }
    return value;
  }

  /** Goes past a string if none was written. */
  boolean skipNone() {
    require(1);
    if (bytes[position] != 0) {
      return false;
    }
    position++;
    return true;
  }

  /**
   * Goes past a string that must be there.
   *
   * @return how many bytes it has; it ends at {@link #position}
   */
  int skipText() {
    long length = readLong();
    if (length == 0) {
      throw new IllegalArgumentException("A string is missing");
    }
    int size = require(length - 1);
    position += size;
    return size;
  }

  public byte[] readBytes() {
    int size = require(readLong());
    byte[] value = Arrays.copyOfRange(bytes, position, position + size);
    position += size;
    return value;
  }

  /** So many bytes as they are. */
  public byte[] readBytes(int size) {
    int end = position + require(size);
    byte[] value = Arrays.copyOfRange(bytes, position, end);
    position = end;
    return value;
  }

  /** How many bytes were read. */
  public int position() {
    return position;
  }

  /** Whether there is nothing more to read. */
  public boolean ended() {
    return position == bytes.length;
  }

  private int require(long more) {
    if (more < 0 || more > bytes.length - position) {
      throw new IllegalArgumentException("The bytes end too early");
    }
    return (int) more;
  }
}
