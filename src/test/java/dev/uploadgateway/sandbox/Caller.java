package dev.uploadgateway.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A sandbox with a clock that the test sets, and a client of it. */
final class Caller implements AutoCloseable {

  static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);
  static final String HASH = "a".repeat(63) + "1";
  static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  final SandboxServer server = SandboxServer.start("127.0.0.1", 0, now::get);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static String conversion(String order) {
    return """
    {"event_name":"Purchase","event_time":1794999000,"action_source":"physical_store",\
    "user_data":{"em":["%s"],"external_id":"42"},\
    "custom_data":{"value":16.00,"currency":"usd","order_id":"%s","contents":[{"id":"A","quantity":1,"item_price":16.0}]}}\
    """
        .formatted(HASH, order);
  }

  static String offline(String order) {
    return """
    {"match_keys":{"phone":["%s"],"lead_id":"12345"},"event_name":"Purchase","event_time":1794999000,\
    "value":16.00,"currency":"USD","order_id":"%s","contents":[{"id":"A","quantity":1,"price":16.0}]}\
    """
        .formatted(HASH, order);
  }

  /** A good event with some members replaced, or removed where they are "-". */
  static String changed(String event, String change) {
    ObjectNode result = (ObjectNode) json(event);
    json(change.replace("$HASH", HASH).replace("$NOTHING", NOTHING))
        .forEachEntry((name, value) -> {
          if (value.asString("").equals("-")) {
            result.remove(name);
          } else {
            result.set(name, value);
          }
        });
    return result.toString();
  }

  static String data(String... events) {
    return "{\"data\":[" + String.join(",", events) + "]}";
  }

  static String upload(String... events) {
    return "{\"upload_tag\":\"till\",\"data\":[" + String.join(",", events) + "]}";
  }

  static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20))
        .header("Content-Type", "application/json");
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(
        to(path).header("Authorization", "Bearer good-token").POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> postEvents(String body) throws IOException, InterruptedException {
    return post("/v26.0/123/events", body);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return json(send(to(path).header("Authorization", "Bearer good-token").GET()).body());
  }

  void fault(String order) throws IOException, InterruptedException {
    HttpResponse<String> answer = post("/_sandbox/faults", order);
    if (answer.statusCode() != 200) {
      throw new IllegalArgumentException(answer.body());
    }
  }

  JsonNode held() throws IOException, InterruptedException {
    return get("/_sandbox/events?dataset=123");
  }

  int heldCount() throws IOException, InterruptedException {
    return get("/_sandbox/events?count_only=true").path("count").intValue();
  }

  JsonNode lastCall() throws IOException, InterruptedException {
    JsonNode calls = get("/_sandbox/calls?dataset=123").path("data");
    return calls.path(calls.size() - 1);
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
  }
}
