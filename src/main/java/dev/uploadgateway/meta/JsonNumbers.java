package dev.uploadgateway.meta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The digits of numbers of zero and more, straight into bytes. */
final class JsonNumbers {

  private static final VarHandle PAIR =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** The numbers below 100, as they lie in memory. */
  private static final short[] TWO_DIGITS = new short[100];

  private static final long[] POWERS = new long[19];

  static {
    for (int i = 0; i < 100; i++) {
      TWO_DIGITS[i] = (short) ('0' + i / 10 | '0' + i % 10 << 8);
    }
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
  }

  private JsonNumbers() {}

  /** That power of ten, up to the eighteenth. */
  static long power(int exponent) {
    return POWERS[exponent];
  }

  /** How many digits a number has. */
  static int length(long value) {
    // 1233 / 4096 is little more than the logarithm of 2
    int length = (64 - Long.numberOfLeadingZeros(value | 1)) * 1233 >>> 12;
    return (value | 1) >= POWERS[length] ? length + 1 : length;
  }

  /** Writes a number that ends there, two digits at a time. */
  static void write(long value, byte[] bytes, int end) {
    int at = end;
    long rest = value;
    while (rest >= 100) {
      long hundreds = rest / 100;
      at -= 2;
      PAIR.set(bytes, at, TWO_DIGITS[(int) (rest - hundreds * 100)]);
      rest = hundreds;
    }
    if (rest >= 10) {
      PAIR.set(bytes, at - 2, TWO_DIGITS[(int) rest]);
    } else {
      bytes[at - 1] = (byte) ('0' + rest);
    }
  }

  /** Writes so many digits that end there, zeros before them where the number has less. */
  static void writeDecimals(long value, int count, byte[] bytes, int end) {
    write(value, bytes, end);
    for (int i = length(value); i < count; i++) {
      bytes[end - i - 1] = '0';
    }
  }
}
