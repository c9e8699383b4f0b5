package dev.uploadgateway.facade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for localhost that this process trusts until it is closed, and nobody else ever.
 */
record LocalCertificate(Path store, SSLSocketFactory before) implements AutoCloseable {

  static final String PASSWORD = "only-on-this-machine";

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

  static LocalCertificate make() {
    try {
      Path store = Files.createTempDirectory("certificate").resolve("localhost.p12");
      run(
          Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
          "-genkeypair",
          "-alias",
          "localhost",
          "-keyalg",
          "EC",
          "-dname",
          "CN=localhost",
          "-ext",
          "san=dns:localhost",
          "-validity",
          "2",
          "-storetype",
          "PKCS12",
          "-keystore",
          store.toString(),
          "-storepass",
          PASSWORD);
      SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
      trust(store);
      return new LocalCertificate(store, before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** This certificate and no other: so the SDK cannot reach anybody else by accident. */
  private static void trust(Path store) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream bytes = Files.newInputStream(store)) {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(bytes, PASSWORD.toCharArray());
      trusted.setCertificateEntry("localhost", own.getCertificate("localhost"));
    }
    Path trustStore = trustStore(store);
    try (OutputStream bytes = Files.newOutputStream(trustStore)) {
      trusted.store(bytes, PASSWORD.toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
    // OkHttp asks the platform, which looks here.
    System.setProperty(TRUST_STORE, trustStore.toString());
    System.setProperty(TRUST_STORE_PASSWORD, PASSWORD);
  }

  private static Path trustStore(Path store) {
    return store.resolveSibling("trusted.p12");
  }

  @Override
  public void close() {
    HttpsURLConnection.setDefaultSSLSocketFactory(before);
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
    try {
      Files.deleteIfExists(store);
      Files.deleteIfExists(trustStore(store));
      Files.deleteIfExists(store.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes());
      if (process.waitFor() != 0) {
        throw new AssertionError("keytool: " + said);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
