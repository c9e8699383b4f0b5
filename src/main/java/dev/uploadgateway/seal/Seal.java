package dev.uploadgateway.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
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
 * <p>Nonces do not repeat. Under a data key there is only one, as each encrypts once: to seal
 * again, were it the same batch, makes another data key. Under a key of the ring they are 96 random
 * bits, which is safe for 2^32 wraps (NIST SP 800-38D, 8.3): at a thousand batches a second for 49
 * days, at a million a day for eleven years. Who is near that replaces the key.
 */
@Component
public class Seal {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final KeyRing ring;

  Seal(KeyRing ring) {
    this.ring = ring;
  }

  /** Seals bytes under a new data key, for that place only. */
  public Sealed seal(byte[] plain, String place) {
    byte[] dataKey = new byte[32];
    random.nextBytes(dataKey);
    try {
      return new Sealed(
          ring.currentId(),
          encrypt(ring.current(), dataKey, place),
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
    byte[] dataKey = decrypt(ring.get(sealed.keyId()), sealed.wrappedKey(), place);
    try {
      return decrypt(aesKey(dataKey), sealed.envelope(), place);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * Wraps the data key of what was sealed for that place with the current key, which opens the same
   * envelope.
   *
   * @throws SealBroken as {@link #open} does
   */
  WrappedKey rewrap(WrappedKey wrapped, String place) {
    byte[] dataKey = decrypt(ring.get(wrapped.keyId()), wrapped.bytes(), place);
    try {
      return new WrappedKey(ring.currentId(), encrypt(ring.current(), dataKey, place));
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
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
