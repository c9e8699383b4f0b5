package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SHA-256 as Meta wants it: of UTF-8, in lower-case hex. */
final class Sha256 {

  static final int HEX_LENGTH = 64;

  private static final int LENGTH = 32;
  private static final VarHandle PAIR =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** The two hex digits of each byte, as they lie in memory. */
  private static final short[] DIGITS = new short[256];

  static {
    String hex = "0123456789abcdef";
    for (int b = 0; b < DIGITS.length; b++) {
      DIGITS[b] = (short) (hex.charAt(b & 0xF) << 8 | hex.charAt(b >> 4));
    }
  }

  /** A digest takes as long to make as several hashes, so a thread keeps its own. */
  private static final ThreadLocal<Sha256> OF_THREAD = ThreadLocal.withInitial(Sha256::new);

  private final MessageDigest digest = sha256();
  private final byte[] hash = new byte[LENGTH];

  static String hex(String text) {
    var hex = new byte[HEX_LENGTH];
    OF_THREAD.get().write(text, hex, 0);
    return new String(hex, StandardCharsets.ISO_8859_1);
  }

  /** Writes the hash of an identifier as {@link #HEX_LENGTH} digits. */
  static void hex(Identifier identifier, String text, byte[] to, int at) {
    byte[] known = Known.hash(identifier, text);
    if (known == null) {
      OF_THREAD.get().write(text, to, at);
    } else {
      System.arraycopy(known, 0, to, at, HEX_LENGTH);
    }
  }

  private void write(String text, byte[] to, int at) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    try {
      digest.digest(hash, 0, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("A SHA-256 has 32 bytes", e);
    }
    for (int i = 0; i < LENGTH; i++) {
      PAIR.set(to, at + 2 * i, DIGITS[hash[i] & 0xFF]);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * The hashes of genders, countries and American states: some 300 words that everybody has in
   * common, made ahead. Words of customers are not remembered, however often they come.
   */
  private static final class Known {

    private static final Map<String, byte[]> BY_WORD = new HashMap<>();

    static {
      add("f");
      add("m");
      for (String country : Locale.getISOCountries()) {
        add(country.toLowerCase(Locale.ROOT));
      }
      States.CODES.forEach(Known::add);
    }

    private static void add(String word) {
      BY_WORD.put(word, Sha256.hex(word).getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte @Nullable [] hash(Identifier identifier, String text) {
      return switch (identifier) {
        case GENDER, COUNTRY, STATE -> text.length() > 2 ? null : BY_WORD.get(text);
        default -> null;
      };
    }
  }
}
