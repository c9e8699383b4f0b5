package dev.uploadgateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Asks the gateway beside it whether it is ready, for images that have neither a shell nor curl. A
 * program of its own: {@code java -cp upload-gateway.jar dev.uploadgateway.HealthCheck}, with
 * another address as its argument where that is not the usual one.
 */
final class HealthCheck {

  private static final int PATIENCE_MILLIS = 3_000;

  private HealthCheck() {}

  /** Ends with 0 where it is ready, else with 1 and the answer. */
  public static void main(String[] args) throws IOException {
    String url = args.length > 0 ? args[0] : "http://localhost:8081/actuator/health/readiness";
    String complaint = complaint(url);
    if (!complaint.isEmpty()) {
      System.out.println(complaint);
      System.exit(1);
    }
  }

  /** What the address answers where that is not 200; else empty. */
  static String complaint(String url) throws IOException {
    HttpURLConnection http = (HttpURLConnection) URI.create(url).toURL().openConnection();
    http.setConnectTimeout(PATIENCE_MILLIS);
    http.setReadTimeout(PATIENCE_MILLIS);
    int status = http.getResponseCode();
    if (status == 200) {
      return "";
    }
    try (InputStream answer = http.getErrorStream()) {
      byte[] body = answer == null ? new byte[0] : answer.readAllBytes();
      return status + " " + new String(body, StandardCharsets.UTF_8);
    }
  }
}
