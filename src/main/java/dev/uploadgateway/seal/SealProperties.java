package dev.uploadgateway.seal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys that data keys are wrapped with. The current one comes from one of the first three; each
 * key is Base64 of 32 random bytes.
 *
 * @param key the current key itself
 * @param keyFile a file with the current key, such as a Docker secret
 * @param keysDirectory a directory with a file a key, named as its id, such as a mounted Kubernetes
 *     secret: the one named as {@code keyId} is the current key, the others are previous ones
 * @param keyId names the current key beside everything it wraps, so that it can be replaced
 * @param previousKeys earlier keys by their ids; they open what they once wrapped
 * @param rewrapInterval how often to look for data keys that earlier keys wrap
 */
@ConfigurationProperties("gateway.seal")
record SealProperties(
    @Nullable String key,
    @Nullable Path keyFile,
    @Nullable Path keysDirectory,
    @DefaultValue("1") String keyId,
    @DefaultValue Map<String, String> previousKeys,
    @DefaultValue("5m") Duration rewrapInterval) {

  SealProperties {
    if (!rewrapInterval.isPositive()) {
      throw new IllegalArgumentException("gateway.seal.rewrap-interval is longer than zero");
    }
  }

  @Override
  public String toString() {
    return "SealProperties[keyId=" + keyId + "]";
  }
}
