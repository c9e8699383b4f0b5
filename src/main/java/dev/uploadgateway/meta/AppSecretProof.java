package dev.uploadgateway.meta;

import dev.uploadgateway.dataset.Credentials;
import dev.uploadgateway.dataset.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Shows Meta that the caller knows the app's secret: HMAC-SHA256 of the access token under it, in
 * lowercase hex.
 */
final class AppSecretProof {

  private AppSecretProof() {}

  /** Null where the dataset has no app secret. */
  static @Nullable String of(Credentials credentials) {
    Secret token = credentials.accessToken();
    Secret appSecret = credentials.appSecret();
    if (token == null || appSecret == null) {
      return null;
    }
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(
          new SecretKeySpec(appSecret.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(hmac.doFinal(token.value().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
