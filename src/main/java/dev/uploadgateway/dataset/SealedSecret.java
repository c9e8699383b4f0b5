package dev.uploadgateway.dataset;

import dev.uploadgateway.seal.Seal;
import dev.uploadgateway.seal.Sealed;
import jakarta.persistence.Embeddable;
import java.nio.charset.StandardCharsets;

/** The three columns that a sealed secret takes. */
@Embeddable
// read whole and replaced whole, never compared
@SuppressWarnings("ArrayRecordComponent")
record SealedSecret(String keyId, byte[] wrappedKey, byte[] envelope) {

  static SealedSecret of(String secret, String place, Seal seal) {
    Sealed sealed = seal.seal(secret.getBytes(StandardCharsets.UTF_8), place);
    return new SealedSecret(sealed.keyId(), sealed.wrappedKey(), sealed.envelope());
  }

  Secret open(String place, Seal seal) {
    byte[] secret = seal.open(new Sealed(keyId, wrappedKey, envelope), place);
    return new Secret(new String(secret, StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "SealedSecret[]";
  }
}
