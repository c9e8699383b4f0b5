package dev.uploadgateway.console;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console's settings. What is wrong stops the start, and is named without its value.
 *
 * @param refresh how often a page that shows what is going on looks again; a second or more
 * @param oidc where people log in beside those with a key; null where nobody does
 */
@ConfigurationProperties("gateway.console")
record ConsoleProperties(@DefaultValue("5s") Duration refresh, @Nullable Oidc oidc) {

  /**
   * An issuer of OpenID Connect. What somebody may do here is in the id token that it signs.
   *
   * @param issuer as in its id tokens; {@code /.well-known/openid-configuration} is below it
   * @param clientId of the gateway, there
   * @param clientSecret of the gateway, there
   * @param scopesClaim a list, or words in a text: those of them that are {@code read}, {@code
   *     write} or {@code admin} count
   * @param datasetsClaim a list, or words in a text: the ids of datasets, or {@code *} for all
   */
  record Oidc(
      URI issuer,
      String clientId,
      String clientSecret,
      @DefaultValue("gateway_scopes") String scopesClaim,
      @DefaultValue("gateway_datasets") String datasetsClaim) {

    // what is not set arrives as null, whatever the types say
    Oidc {
      require(
          issuer != null && issuer.getScheme() != null && issuer.getHost() != null,
          "gateway.console.oidc.issuer is an address such as https://login.example.com");
      require(clientId != null && !clientId.isBlank(), "gateway.console.oidc.client-id is missing");
      require(
          clientSecret != null && !clientSecret.isBlank(),
          "gateway.console.oidc.client-secret is missing");
    }

    @Override
    public String toString() {
      return "Oidc[issuer=" + issuer + "]";
    }
  }

  ConsoleProperties {
    require(
        refresh.compareTo(Duration.ofSeconds(1)) >= 0,
        "gateway.console.refresh is a second or more");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
