package dev.uploadgateway.seal;

/**
 * A data key, wrapped with a key of the ring.
 *
 * @param keyId that key's id
 */
// Carried to and from the database, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record WrappedKey(String keyId, byte[] bytes) {

  @Override
  public String toString() {
    return "WrappedKey[keyId=" + keyId + "]";
  }
}
