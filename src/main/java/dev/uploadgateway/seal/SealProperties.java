package dev.uploadgateway.seal;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys that data keys are wrapped with.
 *
 * @param key Base64 of 32 random bytes; new data keys are wrapped with it. Without one the gateway
 *     does not start
 * @param keyId names the key beside everything it wraps, so that it can be replaced
 * @param previousKeys earlier keys by their ids, Base64 of 32 bytes each; they open what they once
 *     wrapped
 */
@ConfigurationProperties("gateway.seal")
record SealProperties(
    @Nullable String key,
    @DefaultValue("1") String keyId,
    @DefaultValue Map<String, String> previousKeys) {

  /** Every key by its id; the message of what is wrong names the property and never the key. */
  Map<String, byte[]> ring() {
    if (key == null || key.isBlank()) {
      throw new IllegalArgumentException(
          "gateway.seal.key is missing: set it to Base64 of 32 random bytes, such as from"
              + " `openssl rand -base64 32`");
    }
    Map<String, byte[]> ring = new HashMap<>();
    previousKeys.forEach(
        (id, encoded) -> ring.put(id, decoded("gateway.seal.previous-keys." + id, encoded)));
    byte[] current = decoded("gateway.seal.key", key);
    byte[] replaced = ring.put(keyId, current);
    if (replaced != null && !Arrays.equals(replaced, current)) {
      throw new IllegalArgumentException(
          "gateway.seal.key-id is also the id of another key in gateway.seal.previous-keys: a new"
              + " key takes a new id");
    }
    return Map.copyOf(ring);
  }

  private static byte[] decoded(String property, String encoded) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(encoded.strip());
    } catch (IllegalArgumentException e) {
      // without its cause, whose message can quote a character of the key
      throw new IllegalArgumentException(property + " is not Base64");
    }
    if (bytes.length != 32) {
      throw new IllegalArgumentException(
          property + " holds " + bytes.length + " bytes; it takes Base64 of 32");
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "SealProperties[keyId=" + keyId + "]";
  }
}
