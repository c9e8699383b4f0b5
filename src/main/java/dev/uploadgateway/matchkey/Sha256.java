package dev.uploadgateway.matchkey;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 as Meta wants it: of UTF-8, in lower-case hex. */
final class Sha256 {

  /** Bytes of a hash. */
  static final int LENGTH = 32;

  static final int HEX_LENGTH = 2 * LENGTH;

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

  static Sha256 ofThread() {
    return OF_THREAD.get();
  }

  static String hex(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    var hex = new byte[HEX_LENGTH];
    ofThread().hex(utf8, 0, utf8.length, hex, 0);
    return new String(hex, StandardCharsets.ISO_8859_1);
  }

  /** Writes the hash of some bytes as {@link #HEX_LENGTH} digits. */
  void hex(byte[] utf8, int from, int end, byte[] to, int at) {
    hash(utf8, from, end, hash, 0);
    hex(hash, 0, to, at);
  }

  /** Writes the hash itself. */
  void hash(byte[] utf8, int from, int end, byte[] to, int at) {
    digest.update(utf8, from, end - from);
    try {
      digest.digest(to, at, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("A SHA-256 has 32 bytes", e);
    }
  }

  /** Writes a hash as digits. */
  static void hex(byte[] hashes, int from, byte[] to, int at) {
    for (int i = 0; i < LENGTH; i++) {
      PAIR.set(to, at + 2 * i, DIGITS[hashes[from + i] & 0xFF]);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
