package dev.uploadgateway.dataset;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.uploadgateway.problem.Problem;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/**
 * Recognises callers by the tokens of an issuer of OpenID Connect or OAuth 2, where {@code
 * gateway.jwt} names one. It is asked for its keys when the first token comes, and again no more
 * often than twice a minute, whatever key ids strangers make up.
 */
@Component
class SignedTokens {

  private static final Logger log = LoggerFactory.getLogger(SignedTokens.class);

  static final String PREFIX = "jwt:";

  private static final Pattern FORM = Pattern.compile("[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]{10,}");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LARGEST_ANSWER = 512 * 1024;

  /** Of those that nobody can sign with who only knows the issuer's public keys. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final JwtProperties properties;
  private final IssuedClaims claims;
  private volatile @Nullable JwtDecoder decoder;

  SignedTokens(JwtProperties properties) {
    this.properties = properties;
    this.claims = new IssuedClaims(properties.scopesClaim(), properties.datasetsClaim());
  }

  /** Whether that is to be taken for such a token rather than for a key. */
  boolean isOne(String presented) {
    return properties.issuer() != null && FORM.matcher(presented).matches();
  }

  /** How fast each holder of tokens may ask; null for as fast as anybody likes. */
  @Nullable Integer requestsPerSecond() {
    return properties.requestsPerSecond();
  }

  /**
   * Whose token that is. One that may do nothing here is nobody's.
   *
   * @throws Problem 503 {@code issuer_unreachable}
   */
  Recognition recognise(String token) {
    try {
      Jwt jwt = decoder().decode(token);
      return claims
          .caller(PREFIX, jwt.getClaims(), "sub")
          .<Recognition>map(Recognition.Known::new)
          .orElseGet(Recognition.Unknown::new);
    } catch (JwtValidationException invalid) {
      return isOver(invalid) ? new Recognition.Expired() : new Recognition.Unknown();
    } catch (BadJwtException bad) {
      return new Recognition.Unknown();
    } catch (JwtException | RestClientException away) {
      log.warn("The issuer of gateway.jwt does not answer as it should", away);
      throw new Problem(
              HttpStatus.SERVICE_UNAVAILABLE,
              "issuer_unreachable",
              "Who issued the token does not answer at the moment")
          .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(PATIENCE.toSeconds()));
    }
  }

  /** The only one of its errors that the validator of times tells by its description. */
  private static boolean isOver(JwtValidationException invalid) {
    return invalid.getErrors().size() == 1
        && String.valueOf(invalid.getErrors().iterator().next().getDescription())
            .startsWith("Jwt expired");
  }

  private JwtDecoder decoder() {
    JwtDecoder known = decoder;
    if (known == null) {
      known = newDecoder(Objects.requireNonNull(properties.issuer()));
      decoder = known;
    }
    return known;
  }

  private JwtDecoder newDecoder(URI issuer) {
    int patience = Math.toIntExact(PATIENCE.toMillis());
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    try {
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              ALGORITHMS,
              JWKSourceBuilder.create(
                      URI.create(keysOf(issuer)).toURL(),
                      new DefaultResourceRetriever(patience, patience, LARGEST_ANSWER))
                  .build()));
    } catch (MalformedURLException e) {
      throw new JwtException("The issuer names no address of its keys", e);
    }
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    // by the validators below
    processor.setJWTClaimsSetVerifier((said, context) -> {});
    JwtTimestampValidator times = new JwtTimestampValidator();
    // nobody could take back a token without an end
    times.setAllowEmptyExpiryClaim(false);
    NimbusJwtDecoder made = new NimbusJwtDecoder(processor);
    made.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            List.of(
                times,
                new JwtIssuerValidator(issuer.toString()),
                new JwtAudienceValidator(Objects.requireNonNull(properties.audience())))));
    return made;
  }

  private static String keysOf(URI issuer) {
    SimpleClientHttpRequestFactory http = new SimpleClientHttpRequestFactory();
    http.setConnectTimeout(PATIENCE);
    http.setReadTimeout(PATIENCE);
    JsonNode described =
        RestClient.builder()
            .requestFactory(http)
            .build()
            .get()
            .uri(issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration")
            .retrieve()
            .body(JsonNode.class);
    if (described == null
        || !described.path("issuer").asString("").equals(issuer.toString())
        || !described.path("jwks_uri").isString()) {
      throw new JwtException("The issuer does not describe itself as gateway.jwt.issuer has it");
    }
    return described.path("jwks_uri").asString();
  }
}
