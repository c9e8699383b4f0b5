package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** TLS with certificates of clients, set up as src/docs/security.md shows it. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.ssl.bundle=gateway",
      "server.ssl.client-auth=need",
      "management.server.ssl.enabled=false",
      "spring.ssl.bundle.pem.gateway.reload-on-update=true"
    })
@Import(LocalPostgres.class)
@DirtiesContext // nobody else has its files
class MutualTlsIT {

  private static final char[] PASSWORD = "only-on-this-machine".toCharArray();

  @TempDir static Path files;

  @LocalServerPort int port;

  @DynamicPropertySource
  static void certificates(DynamicPropertyRegistry registry) throws Exception {
    KeyStore gateway = made("gateway");
    KeyStore till = made("till");
    made("stranger");
    String bundle = "spring.ssl.bundle.pem.gateway.";
    String certificate = pem("CERTIFICATE", gateway.getCertificate("gateway").getEncoded());
    String key = pem("PRIVATE KEY", gateway.getKey("gateway", PASSWORD).getEncoded());
    String clients = pem("CERTIFICATE", till.getCertificate("till").getEncoded());
    registry.add(bundle + "keystore.certificate", () -> certificate);
    registry.add(bundle + "keystore.private-key", () -> key);
    registry.add(bundle + "truststore.certificate", () -> clients);
  }

  @Test
  void whoHasACertificateThatIsTrustedStillNeedsAKey() throws Exception {
    HttpResponse<String> answer = get("till", "Bearer " + Api.ADMIN_KEY);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    assertThat(get("till", "Bearer wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void whoHasNoneOrAnotherGetsNoFurtherThanTheHandshake() {
    assertThatThrownBy(() -> get("stranger", "Bearer " + Api.ADMIN_KEY))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(null, "Bearer " + Api.ADMIN_KEY)).isInstanceOf(IOException.class);
  }

  private HttpResponse<String> get(String certificate, String authorization) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(context(certificate)).build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/v1/datasets"))
              .header("Authorization", authorization)
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static SSLContext context(String certificate)
      throws IOException, GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(certificate == null ? null : store(certificate), PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("gateway", store("gateway").getCertificate("gateway"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(certificate == null ? null : own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore made(String name) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                files.resolve(name).toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(said).isZero();
    return store(name);
  }

  private static KeyStore store(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(files.resolve(name))) {
      store.load(bytes, PASSWORD);
    }
    return store;
  }

  private static String pem(String what, byte[] encoded) throws IOException {
    Path file = Files.createTempFile(files, "tls", ".pem");
    Files.writeString(
        file,
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)));
    return file.toUri().toString();
  }
}
