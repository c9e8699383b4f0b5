package dev.uploadgateway.matchkey;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The hashes of words that everybody has in common, made once: f and m, words of two letters such
 * as the codes of countries and American states, postal codes of five digits, and the days since
 * 1900. They have numbers from 1 on.
 *
 * <p>It holds nothing of a customer. All these words can be counted up, and they are hashed 64
 * neighbours at a time, so that what is here does not even tell which of them came. Names, towns
 * and all other words are hashed each time, however often they come. If every word came, it were 12
 * MB.
 */
final class KnownHashes {

  static final int FIRST_YEAR = 1900;

  private static final int YEARS = 256;
  private static final int LETTERS = 26;
  private static final int F = 1 + LETTERS * LETTERS;
  private static final int M = F + 1;
  private static final int POSTAL_CODES = M + 1;
  private static final int DAYS = POSTAL_CODES + 100_000;
  private static final int DAYS_OF_MONTH = 31;
  private static final int DAYS_OF_YEAR = 12 * DAYS_OF_MONTH;
  private static final int END = DAYS + YEARS * DAYS_OF_YEAR;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int PAGE = 64;
  private static final AtomicReferenceArray<byte[]> PAGES =
      new AtomicReferenceArray<>(END / PAGE + 1);

  private KnownHashes() {}

  /** The number of a word of two letters, a to z. */
  static int ofLetters(int first, int second) {
    return 1 + (first - 'a') * LETTERS + second - 'a';
  }

  static int ofGender(boolean female) {
    return female ? F : M;
  }

  /**
   * @param digits the number that five digits are
   */
  static int ofPostalCode(int digits) {
    return POSTAL_CODES + digits;
  }

  /** The number of a date, or {@link NormalizedValues#TO_HASH} of one in the far future. */
  static int ofDay(int year, int month, int day) {
    return year - FIRST_YEAR >= YEARS
        ? NormalizedValues.TO_HASH
        : DAYS + (year - FIRST_YEAR) * DAYS_OF_YEAR + (month - 1) * DAYS_OF_MONTH + (day - 1);
  }

  /** Writes the hash of that number as {@link Sha256#HEX_LENGTH} digits. */
  static void hex(int number, byte[] to, int at) {
    byte[] page = PAGES.getAcquire(number / PAGE);
    if (page == null) {
      page = make(number / PAGE);
    }
    int from = number % PAGE * Sha256.HEX_LENGTH;
    // eight at a time: with arraycopy a call's bytes take 1 % more
    for (int i = 0; i < Sha256.HEX_LENGTH; i += Long.BYTES) {
      WORD.set(to, at + i, (long) WORD.get(page, from + i));
    }
  }

  private static byte[] make(int index) {
    var page = new byte[PAGE * Sha256.HEX_LENGTH];
    for (int i = 0; i < PAGE; i++) {
      byte[] word = word(index * PAGE + i).getBytes(StandardCharsets.ISO_8859_1);
      Sha256.ofThread().hex(word, 0, word.length, page, i * Sha256.HEX_LENGTH);
    }
    PAGES.setRelease(index, page);
    return page;
  }

  /** The word of a number; a few numbers are no date, and nobody asks for them. */
  static String word(int number) {
    if (number < F) {
      int letters = Math.max(number - 1, 0);
      return "" + (char) ('a' + letters / LETTERS) + (char) ('a' + letters % LETTERS);
    }
    if (number < POSTAL_CODES) {
      return number == F ? "f" : "m";
    }
    if (number < DAYS) {
      return BirthDates.digits(number - POSTAL_CODES, 5);
    }
    int day = number - DAYS;
    int year = FIRST_YEAR + day / DAYS_OF_YEAR;
    int month = 1 + day % DAYS_OF_YEAR / DAYS_OF_MONTH;
    return Integer.toString((year * 100 + month) * 100 + 1 + day % DAYS_OF_MONTH);
  }
}
