package dev.uploadgateway.console;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * The issuer that the console is configured with. What it says of itself is asked for when the
 * first one logs in: an issuer that is away must not keep the gateway from starting.
 */
final class Issuer implements ClientRegistrationRepository {

  static final String ID = "issuer";
  static final String BACK = "/console/oidc/back";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ConsoleProperties.Oidc settings;
  private volatile @Nullable ClientRegistration registration;
  private volatile @Nullable JwtDecoder idTokens;

  Issuer(ConsoleProperties.Oidc settings) {
    this.settings = settings;
  }

  @Override
  public @Nullable ClientRegistration findByRegistrationId(String id) {
    return ID.equals(id) ? registration() : null;
  }

  /**
   * @throws RuntimeException if the issuer does not answer, or says what it should not
   */
  private ClientRegistration registration() {
    ClientRegistration known = registration;
    if (known == null) {
      known =
          ClientRegistrations.fromOidcIssuerLocation(settings.issuer().toString())
              .registrationId(ID)
              .clientId(settings.clientId())
              .clientSecret(settings.clientSecret())
              .redirectUri("{baseUrl}" + BACK)
              .scope("openid", "profile", "email")
              .build();
      registration = known;
    }
    return known;
  }

  /** Checks id tokens; keeps the issuer's keys as long as they are of use. */
  JwtDecoder idTokens(ClientRegistration of) {
    JwtDecoder known = idTokens;
    if (known == null) {
      NimbusJwtDecoder decoder =
          NimbusJwtDecoder.withJwkSetUri(
                  Objects.requireNonNull(of.getProviderDetails().getJwkSetUri()))
              .restOperations(new RestTemplate(http()))
              .build();
      decoder.setJwtValidator(
          new DelegatingOAuth2TokenValidator<>(
              new JwtTimestampValidator(), new OidcIdTokenValidator(of)));
      idTokens = decoder;
      known = decoder;
    }
    return known;
  }

  /** Changes a code for tokens, within a time. */
  static RestClientAuthorizationCodeTokenResponseClient tokens() {
    RestClientAuthorizationCodeTokenResponseClient client =
        new RestClientAuthorizationCodeTokenResponseClient();
    client.setRestClient(
        RestClient.builder()
            .requestFactory(http())
            .configureMessageConverters(converters ->
                converters
                    .addCustomConverter(new FormHttpMessageConverter())
                    .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    return client;
  }

  private static SimpleClientHttpRequestFactory http() {
    SimpleClientHttpRequestFactory http = new SimpleClientHttpRequestFactory();
    http.setConnectTimeout(PATIENCE);
    http.setReadTimeout(PATIENCE);
    return http;
  }
}
