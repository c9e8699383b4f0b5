package dev.uploadgateway.facade;

import java.io.IOException;
import java.io.InputStream;
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
record LocalCertificate(Path store, SSLContext context, SSLSocketFactory before)
    implements AutoCloseable {

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
      SSLContext context = trusting(store);
      HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
      // OkHttp asks the platform, which looks here.
      System.setProperty(TRUST_STORE, store.toString());
      System.setProperty(TRUST_STORE_PASSWORD, PASSWORD);
      return new LocalCertificate(store, context, before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What trusts this certificate and no other. */
  static SSLContext trusting(Path store) {
    try (InputStream bytes = Files.newInputStream(store)) {
      KeyStore certificates = KeyStore.getInstance("PKCS12");
      certificates.load(bytes, PASSWORD.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(certificates);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    HttpsURLConnection.setDefaultSSLSocketFactory(before);
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
    try {
      Files.deleteIfExists(store);
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
