package dev.uploadgateway.meta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Which texts are JSON as they stand. */
final class JsonTexts {

  /** What of ASCII stands in a string without an escape. */
  private static final boolean[] IN_STRING = new boolean[128];

  /** Of texts that are looked at letter by letter. */
  private static final int SHORT = 24;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Times a byte, that byte in each place of a word. */
  private static final long EACH = 0x0101_0101_0101_0101L;

  private static final long TOP_BITS = 0x8080_8080_8080_8080L;

  static {
    for (char c = 0; c < 128; c++) {
      IN_STRING[c] = c >= 0x20 && c != '"' && c != '\\';
    }
  }

  private JsonTexts() {}

  /**
   * Copies a text that is short and needs no escapes, or answers false; there is room. That is
   * faster than to have an array made of it, look through that and copy it.
   */
  @SuppressWarnings("deprecation") // the low bytes of characters, which are ASCII by then
  static boolean copied(String text, byte[] to, int at) {
    int length = text.length();
    if (length > SHORT) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 128 || !IN_STRING[c]) {
        return false;
      }
    }
    text.getBytes(0, length, to, at);
    return true;
  }

  /**
   * Whether a string is UTF-8 as it stands, looked at eight bytes at a time. A question mark may
   * stand for half a character, and so is not taken for granted.
   */
  static boolean isPlain(byte[] utf8, int from, int to) {
    int i = from;
    long special = 0;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORD.get(utf8, i);
      special |= special(word);
    }
    boolean plain = (special & TOP_BITS) == 0;
    for (; plain && i < to; i++) {
      byte b = utf8[i];
      plain = b < 0 || (b >= 0x20 && b != '"' && b != '\\' && b != '?');
    }
    return plain;
  }

  /**
   * Copies a text that needs no escapes, or answers false, eight bytes at a time; there is room for
   * eight more. It is looked at while it is copied, as ids and names are too short for both.
   */
  static boolean copied(byte[] utf8, int from, int to, byte[] out, int at) {
    if (to < Long.BYTES) {
      System.arraycopy(utf8, from, out, at, to - from);
      return isPlain(utf8, from, to);
    }
    long special = 0;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORD.get(utf8, i);
      special |= special(word);
      WORD.set(out, at + i - from, word);
    }
    if (i < to) {
      // read with what stands before them, which letters behind them take the place of
      int bits = Byte.SIZE * (to - i);
      long word =
          (long) WORD.get(utf8, to - Long.BYTES) >>> (Long.SIZE - bits) | 'a' * EACH << bits;
      special |= special(word);
      WORD.set(out, at + i - from, word);
    }
    return (special & TOP_BITS) == 0;
  }

  /** Marks, in its top bit, a byte that does not stand in a string as it is. */
  private static long special(long word) {
    // what is less than 0x20 borrows from its top bit; bytes of 0x80 and above have it anyway
    return ((word - 0x20 * EACH) & ~word)
        | zeros(word ^ '"' * EACH)
        | zeros(word ^ '\\' * EACH)
        | zeros(word ^ '?' * EACH);
  }

  /** Marks, in its top bit, a byte that is zero. */
  private static long zeros(long word) {
    return (word - EACH) & ~word;
  }
}
