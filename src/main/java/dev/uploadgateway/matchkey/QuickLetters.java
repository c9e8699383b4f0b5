package dev.uploadgateway.matchkey;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The letters and digits of ASCII and of western Europe in lower case, from bytes into bytes, eight
 * at a time where there are but letters of ASCII.
 */
final class QuickLetters {

  /** Longer ones may be hashes, the shortest of which has 32 digits. */
  static final int LONGEST = 31;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Times a byte, that byte in each place of a word. */
  private static final long EACH = 0x0101_0101_0101_0101L;

  private static final long TOP_BITS = 0x8080_8080_8080_8080L;

  /** Of each ASCII letter and digit, the letter in lower case; 0 of everything else. */
  private static final byte[] LETTER = new byte[128];

  static {
    for (char c = 0; c < 128; c++) {
      LETTER[c] = (byte) (Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0);
    }
  }

  private QuickLetters() {}

  /** The bytes that may be written for a value of so many, of which some do not count. */
  static int room(int length) {
    return length + Long.BYTES;
  }

  /**
   * Writes what is a letter or digit of a value.
   *
   * @return where they end, before their beginning where the value is left
   */
  static int write(byte[] in, int from, int to, byte[] out, int start) {
    int at = start;
    int i = from;
    for (; i < to && i + Long.BYTES <= in.length; i += Long.BYTES) {
      long word = (long) WORD.get(in, i);
      int rest = to - i;
      if (rest < Long.BYTES) {
        long mask = -1L >>> (64 - 8 * rest);
        word = word & mask | 'a' * EACH & ~mask;
      }
      long lower = word | 0x20 * EACH;
      long letters = (lower + (0x80 - 'a') * EACH) & ~(lower + (0x7F - 'z') * EACH) & ~word;
      if ((letters & TOP_BITS) != TOP_BITS) {
        break;
      }
      WORD.set(out, at, lower);
      at += Math.min(rest, Long.BYTES);
    }
    return i >= to ? at : writeOneByOne(in, i, to, out, at);
  }

  private static int writeOneByOne(byte[] in, int from, int to, byte[] out, int start) {
    int at = start;
    for (int i = from; i < to; i++) {
      byte c = in[i];
      if (c >= 0) {
        out[at] = LETTER[c];
        at += out[at] == 0 ? 0 : 1;
      } else if (c == (byte) 0xC3 && i + 1 < to) {
        // U+00C0 to U+00FF: letters, capital ones 32 before small ones, but for × and ÷ and ß
        int second = in[++i] & 0xFF;
        if (second != 0x97 && second != 0xB7) {
          out[at++] = c;
          out[at++] = (byte) (second < 0x9F ? second + 0x20 : second);
        }
      } else {
        return -1;
      }
    }
    return at;
  }
}
