package dev.uploadgateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the gateway with one key, or with none where it is null. */
public record Api(int port, String key) {

  public static final String ADMIN_KEY = "local-admin-key-0123456789abcdef";

  private static final HttpClient http = HttpClient.newHttpClient();
  private static final JsonMapper json = new JsonMapper();

  public record Answer(int status, String body, HttpResponse<String> response) {

    public JsonNode json() {
      return json.readTree(body);
    }

    public String text(String member) {
      return json().path(member).asString("");
    }

    public String code() {
      return text("code");
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public Api with(String otherKey) {
    return new Api(port, otherKey);
  }

  public Answer get(String path) {
    return call("GET", path, "");
  }

  public Answer put(String path, String body) {
    return call("PUT", path, body);
  }

  public Answer post(String path, String body) {
    return call("POST", path, body);
  }

  public Answer delete(String path) {
    return call("DELETE", path, "");
  }

  public Answer call(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, BodyPublishers.ofString(body))
            .setHeader("Content-Type", "application/json");
    if (key != null) {
      request.setHeader("Authorization", "Bearer " + key);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new AssertionError("No answer to " + method + " " + path, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
