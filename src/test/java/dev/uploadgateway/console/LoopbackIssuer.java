package dev.uploadgateway.console;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * An issuer of OpenID Connect, at another address than the gateway's as far as a browser can tell.
 * It knows one person, asks them nothing, and says of them what the test wants.
 */
public final class LoopbackIssuer implements AutoCloseable {

  /** What tokens for services are for. */
  public static final String AUDIENCE = "upload-gateway";

  static final String CLIENT = "the gateway";
  static final String SECRET = "a secret/of the gateway's";

  private final HttpServer server;
  private final RSAKey key;
  private final RSAKey forged;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile Map<String, Object> claims = Map.of();
  private volatile boolean forging;

  LoopbackIssuer() {
    try {
      key = new RSAKeyGenerator(2048).keyID("1").generate();
      forged = new RSAKeyGenerator(2048).keyID("1").generate();
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/.well-known/openid-configuration", this::describe);
    server.createContext("/keys", exchange -> answer(exchange, new JWKSet(key).toString()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  DynamicPropertyRegistrar settings() {
    return registry -> {
      registry.add("gateway.console.oidc.issuer", this::url);
      registry.add("gateway.console.oidc.client-id", () -> CLIENT);
      registry.add("gateway.console.oidc.client-secret", () -> SECRET);
    };
  }

  /** What the next id tokens say beside who it is. */
  void says(Map<String, Object> further) {
    claims = further;
    forging = false;
  }

  /** A token of a service, good for a minute unless the claims say otherwise. */
  public String accessToken(Map<String, Object> further) {
    return signed(further, key);
  }

  /** What everybody may know, as bytes. */
  public byte[] publicKey() {
    try {
      return key.toRSAPublicKey().getEncoded();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same, signed by somebody else. */
  public String forgedToken(Map<String, Object> further) {
    return signed(further, forged);
  }

  private String signed(Map<String, Object> further, RSAKey by) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder said =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .audience(AUDIENCE)
            .subject("till-service")
            .issueTime(Date.from(now.minusSeconds(3600)))
            .expirationTime(Date.from(now.plusSeconds(60)));
    further.forEach(said::claim);
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(), said.build());
    try {
      token.sign(new RSASSASigner(by));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  /** The next id tokens are signed with a key that is not the issuer's. */
  void isForged(Map<String, Object> further) {
    claims = further;
    forging = true;
  }

  private void describe(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        """
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
         "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"],
         "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}
        """
            .formatted(url()));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri")
                + "?code="
                + code
                + "&state="
                + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> given =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Map<String, String> asked = codes.remove(given.getOrDefault("code", ""));
    boolean good =
        asked != null
            && isClient(exchange.getRequestHeaders().getFirst("Authorization"))
            && given.get("redirect_uri").equals(asked.get("redirect_uri"))
            && "S256".equals(asked.get("code_challenge_method"))
            && sha256(given.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"));
    if (!good) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      byte[] body = "{\"error\": \"invalid_grant\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(400, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
      return;
    }
    answer(
        exchange,
        """
        {"access_token": "of no use here", "token_type": "Bearer", "expires_in": 60, "id_token": "%s"}
        """
            .formatted(idToken(asked.get("nonce"))));
  }

  private String idToken(String nonce) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder said =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .audience(CLIENT)
            .subject("4711")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .claim("nonce", nonce);
    claims.forEach(said::claim);
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(), said.build());
    try {
      token.sign(new RSASSASigner(forging ? forged : key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  /** Both are encoded as in a form before they are put together (RFC 6749, 2.3.1). */
  private static boolean isClient(String header) {
    String both =
        URLEncoder.encode(CLIENT, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    return ("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)))
        .equals(header);
  }

  private static String sha256(String text) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> form(String text) {
    return Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (first, second) -> second,
                HashMap::new));
  }

  private static void answer(HttpExchange exchange, String json) {
    try {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
