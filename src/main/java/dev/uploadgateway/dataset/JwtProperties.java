package dev.uploadgateway.dataset;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose signed tokens open the gateway beside its own keys.
 *
 * @param issuer as in the tokens; {@code /.well-known/openid-configuration} is below it. Null:
 *     nobody's
 * @param audience what the tokens are for, so that those for something else are worth nothing here
 * @param scopesClaim a list, or words in a text: those of them that are {@code read}, {@code write}
 *     or {@code admin} count
 * @param datasetsClaim a list, or words in a text: the ids of datasets, or {@code *} for all
 * @param requestsPerSecond how often each of those that tokens are issued to may ask this replica;
 *     null for as often as anybody likes
 */
@ConfigurationProperties("gateway.jwt")
record JwtProperties(
    @Nullable URI issuer,
    @Nullable String audience,
    @DefaultValue("gateway_scopes") String scopesClaim,
    @DefaultValue("gateway_datasets") String datasetsClaim,
    @Nullable Integer requestsPerSecond) {

  JwtProperties {
    if (issuer != null && (issuer.getScheme() == null || issuer.getHost() == null)) {
      throw new IllegalArgumentException(
          "gateway.jwt.issuer is an address such as https://login.example.com");
    }
    if (issuer != null && (audience == null || audience.isBlank())) {
      throw new IllegalArgumentException(
          "gateway.jwt.audience is missing: name what tokens for the gateway are issued for");
    }
    if (requestsPerSecond != null && requestsPerSecond < 1) {
      throw new IllegalArgumentException("gateway.jwt.requests-per-second is 1 or more");
    }
  }
}
