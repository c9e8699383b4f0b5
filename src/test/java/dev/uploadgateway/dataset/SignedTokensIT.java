package dev.uploadgateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.uploadgateway.Api;
import dev.uploadgateway.console.LoopbackIssuer;
import dev.uploadgateway.console.RunningConsole;
import dev.uploadgateway.console.WithIssuer;
import java.net.URI;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Services with tokens of an issuer, and strangers. */
@RunningConsole
@WithIssuer
class SignedTokensIT {

  private static final Map<String, Object> READS_952 =
      Map.of("gateway_scopes", List.of("staff", "read"), "gateway_datasets", List.of("952"));

  @LocalServerPort int port;
  @Autowired LoopbackIssuer issuer;

  private Api api;

  @BeforeEach
  void twoDatasets() {
    api = new Api(port, Api.ADMIN_KEY);
    api.put("/v1/datasets/952", "{}");
    api.put("/v1/datasets/953", "{}");
  }

  @Test
  void aTokenOpensWhatItsClaimsSayAndNothingElse() {
    Api service = api.with(issuer.accessToken(READS_952));

    assertThat(service.get("/v1/datasets/952/stats").status()).isEqualTo(200);
    assertThat(service.get("/v1/datasets/953/stats").code()).isEqualTo("dataset_not_allowed");
    assertThat(service.post("/v1/datasets/952/events", "{}").code()).isEqualTo("scope_missing");
    assertThat(service.get("/v1/audit").code()).isEqualTo("scope_missing");
  }

  @Test
  void itIsTakenByTheFacadeTooAndNamedInTheAudit() {
    String token =
        issuer.accessToken(Map.of("gateway_scopes", "admin read", "gateway_datasets", "952, 953"));

    assertThat(api.with(null).get("/v26.0/952/uploads?access_token=" + token).status())
        .isEqualTo(200);
    api.with(token).put("/v1/datasets/953/mappings/by-service", "{}");
    assertThat(api.get("/v1/audit?action=mapping_put&limit=1").json().at("/data/0/who").asString())
        .isEqualTo("jwt:till-service");
  }

  @Test
  void whatIsNotTheIssuersOrNotForTheGatewayOrOverOpensNothing() {
    assertRefused("unknown_key", issuer.forgedToken(READS_952), "203.0.113.1");
    assertRefused("unknown_key", issuer.accessToken(and("aud", "something-else")), "203.0.113.2");
    assertRefused(
        "unknown_key", issuer.accessToken(and("iss", "https://elsewhere.example")), "203.0.113.3");
    assertRefused("unknown_key", issuer.accessToken(Map.of()), "203.0.113.4");
    assertRefused(
        "expired_key",
        issuer.accessToken(and("exp", new Date(System.currentTimeMillis() - 120_000))),
        "203.0.113.5");
    assertRefused("unknown_key", issuer.accessToken(and("exp", null)), "203.0.113.10");
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer.url())
            .audience(LoopbackIssuer.AUDIENCE)
            .claim("gateway_scopes", "admin")
            .claim("gateway_datasets", "*")
            .build();
    assertRefused("unknown_key", new PlainJWT(claims).serialize(), "203.0.113.6");
    assertRefused("unknown_key", signedWithThePublicKey(claims), "203.0.113.7");
  }

  @Test
  void whoFailsTooOftenIsToldToWaitAndWhoHasAKeyIsServed() {
    String[] from = {"X-Forwarded-For", "203.0.113.8"};
    for (int i = 0; i < WithIssuer.FAILURES; i++) {
      assertThat(failing(from).code()).isEqualTo("unknown_key");
    }

    Api.Answer tooMany = failing(from);

    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.code()).isEqualTo("too_many_failures");
    assertThat(tooMany.header("Retry-After")).isEqualTo("60");
    assertThat(api.call("GET", "/v1/datasets", "", from).status()).isEqualTo(200);
    assertThat(failing("X-Forwarded-For", "203.0.113.9").code()).isEqualTo("unknown_key");
    Api.Answer facade =
        api.with(null).call("GET", "/v26.0/952/uploads?access_token=ugw_wrong", "", from);
    assertThat(facade.status()).isEqualTo(429);
    assertThat(facade.json().at("/error/code").asInt()).isEqualTo(190);
  }

  @Test
  void eachHolderOfTokensIsPacedAndNobodyElseForThem() {
    String hasty = issuer.accessToken(and("sub", "hasty"));
    List<Integer> answers =
        IntStream.range(0, 6 * WithIssuer.REQUESTS_PER_SECOND)
            .parallel()
            .mapToObj(i -> api.with(hasty).get("/v1/datasets/952/stats").status())
            .toList();

    assertThat(answers).contains(200, 429).containsOnly(200, 429);
    Api.Answer calm =
        api.with(issuer.accessToken(and("sub", "calm"))).get("/v1/datasets/952/stats");
    assertThat(calm.status()).isEqualTo(200);
    assertThatThrownBy(
            () -> new JwtProperties(URI.create("https://login.example.com"), "a", "b", "c", 0))
        .hasMessageContaining("gateway.jwt.requests-per-second");
  }

  @Test
  void theAddressesOfANetworkOfIpv6AreOnePlace() {
    for (int i = 0; i < WithIssuer.FAILURES; i++) {
      failing("X-Forwarded-For", "2001:db8:7:7::" + i);
    }

    assertThat(failing("X-Forwarded-For", "2001:db8:7:7:ffff::1").status()).isEqualTo(429);
    assertThat(failing("X-Forwarded-For", "2001:db8:7:8::1").status()).isEqualTo(401);
  }

  @Test
  void anIssuerWithoutAnAudienceStopsTheStart() {
    assertThatThrownBy(
            () -> new JwtProperties(URI.create("https://login.example.com"), null, "a", "b", null))
        .hasMessageContaining("gateway.jwt.audience");
  }

  private Api.Answer failing(String... from) {
    return api.with("ugw_0123456789_wrong").call("GET", "/v1/datasets", "", from);
  }

  private void assertRefused(String code, String token, String address) {
    Api.Answer answer =
        api.with(token).call("GET", "/v1/datasets/952/stats", "", "X-Forwarded-For", address);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo(code);
  }

  private static Map<String, Object> and(String claim, Object value) {
    Map<String, Object> claims = new HashMap<>(READS_952);
    claims.put(claim, value);
    return claims;
  }

  /** As somebody would who takes the issuer's public key for a secret. */
  private String signedWithThePublicKey(JWTClaimsSet claims) {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("1").build(), claims);
    try {
      token.sign(new MACSigner(issuer.publicKey()));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }
}
