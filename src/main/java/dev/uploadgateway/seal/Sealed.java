package dev.uploadgateway.seal;

/**
 * Sealed bytes with what is needed to open them, given the key ring. Erasing {@code wrappedKey}
 * makes {@code envelope} unreadable for ever.
 *
 * @param keyId the key of the ring that wraps the data key
 * @param wrappedKey the data key, wrapped
 * @param envelope nonce, ciphertext and tag
 */
// Carried to and from the database, never compared, and too large to copy on every hop.
@SuppressWarnings("ArrayRecordComponent")
public record Sealed(String keyId, byte[] wrappedKey, byte[] envelope) {

  @Override
  public String toString() {
    return "Sealed[keyId=" + keyId + ", " + envelope.length + " bytes]";
  }
}
