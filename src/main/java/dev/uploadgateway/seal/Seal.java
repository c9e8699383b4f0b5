package dev.uploadgateway.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Envelope encryption with AES-256-GCM: everything is sealed under a data key of its own, and the
 * data key is wrapped with a key of the ring. What is sealed is bound to a place, a short text that
 * must be given again to open it, so that sealed bytes moved to another row do not open there.
 *
 * <p>No nonce repeats under a data key, as each encrypts once; under a key of the ring they are 96
 * random bits, which is safe for 2^32 wraps (NIST SP 800-38D, 8.3).
 */
@Component
public class Seal {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, SecretKey> ring = new HashMap<>();
  private final String currentKeyId;

  Seal(SealProperties properties) {
    properties.ring().forEach((id, bytes) -> ring.put(id, aesKey(bytes)));
    this.currentKeyId = properties.keyId();
  }

  /** Seals bytes under a new data key, for that place only. */
  public Sealed seal(byte[] plain, String place) {
    byte[] dataKey = new byte[32];
    random.nextBytes(dataKey);
    try {
      return new Sealed(
          currentKeyId,
          encrypt(ringKey(currentKeyId), dataKey, place),
          encrypt(aesKey(dataKey), plain, place));
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * Opens what was sealed for that place.
   *
   * @throws SealBroken if it was changed, sealed for another place, or under a key that the ring
   *     does not hold
   */
  public byte[] open(Sealed sealed, String place) {
    byte[] dataKey = decrypt(ringKey(sealed.keyId()), sealed.wrappedKey(), place);
    try {
      return decrypt(aesKey(dataKey), sealed.envelope(), place);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private SecretKey ringKey(String id) {
    SecretKey key = ring.get(id);
    if (key == null) {
      throw new SealBroken("Sealed under key '%s', which gateway.seal does not hold".formatted(id));
    }
    return key;
  }

  private byte[] encrypt(SecretKey key, byte[] plain, String place) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, place);
      byte[] envelope = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
      System.arraycopy(nonce, 0, envelope, 0, NONCE_BYTES);
      cipher.doFinal(plain, 0, plain.length, envelope, NONCE_BYTES);
      return envelope;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to encrypt", e);
    }
  }

  private static byte[] decrypt(SecretKey key, byte[] envelope, String place) {
    if (envelope.length < NONCE_BYTES + TAG_BITS / 8) {
      throw new SealBroken("The envelope is cut off");
    }
    try {
      byte[] nonce = Arrays.copyOf(envelope, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, key, nonce, place)
          .doFinal(envelope, NONCE_BYTES, envelope.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new SealBroken("The envelope was changed, or sealed for another place or key");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to decrypt", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static SecretKey aesKey(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES");
  }
}
