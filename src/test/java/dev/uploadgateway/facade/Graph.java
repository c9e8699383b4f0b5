package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** A client of Meta's that was told another host name, and a dataset of its own. */
record Graph(Api api, String dataset) {

  static final String EMAIL_HASH =
      "55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149";
  static final String PHONE_HASH =
      "6ca13d52ca70c883e0f0bb101e425a89e8624de51db2d2392593af6a84118090";

  private static final AtomicLong lastDataset = new AtomicLong(700_000_000_000_000L);

  static Graph withOwnDataset(int port) {
    Api api = new Api(port, Api.ADMIN_KEY);
    String dataset = Long.toString(lastDataset.incrementAndGet());
    assertThat(api.put("/v1/datasets/" + dataset, "{\"name\": \"Shops\"}").status()).isEqualTo(201);
    return new Graph(api, dataset);
  }

  static long now() {
    return Instant.now().getEpochSecond() - 60;
  }

  /** An event of the Offline Conversions API's page. */
  static String offline(String order) {
    return """
    {"match_keys": {"phone": ["%s"], "email": ["%s"]}, "currency": "USD", "value": 16, "event_name": "Purchase",
     "event_time": %d, "order_id": "%s", "contents": [{"id": "A", "quantity": 1}]}\
    """
        .formatted(PHONE_HASH, EMAIL_HASH, now(), order);
  }

  /** The same in the Conversions API's words. */
  static String online(String order) {
    return """
    {"user_data": {"ph": ["%s"], "em": ["%s"]}, "event_name": "Purchase", "event_time": %d,
     "action_source": "physical_store",
     "custom_data": {"currency": "USD", "value": "16.00", "order_id": "%s"}}\
    """
        .formatted(PHONE_HASH, EMAIL_HASH, now(), order);
  }

  static String list(String... events) {
    return "[" + String.join(",", events) + "]";
  }

  Api.Answer postJson(String path, String body) {
    return api.with(null).post(path, body);
  }

  /** Of names and values in turn. */
  Api.Answer postForm(String path, String... fields) {
    return api.with(null)
        .call("POST", path, query(fields), "Content-Type", "application/x-www-form-urlencoded");
  }

  Api.Answer postMultipart(String path, String... fields) {
    String boundary = "------------------------d74496d66958873e";
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(boundary, fields[i], fields[i + 1]));
    }
    body.append("--").append(boundary).append("--\r\n");
    return api.with(null)
        .call(
            "POST",
            path,
            body.toString(),
            "Content-Type",
            "multipart/form-data; boundary=" + boundary);
  }

  Api.Answer get(String path, String... parameters) {
    return api.with(null).get(path + "?" + query(parameters));
  }

  /** Below a version, with the administrator's key in front. */
  Api.Answer events(String body) {
    return api.post("/v26.0/%s/events".formatted(dataset), body);
  }

  /** What the gateway counts of an upload, by its own API; missing where there is none. */
  long stored(String uploadTag) {
    return api.get("/v1/datasets/%s/uploads?%s".formatted(dataset, query("upload_tag", uploadTag)))
        .json()
        .at("/data/0/valid_entries")
        .asLong(0);
  }

  static String query(String... parameters) {
    return Arrays.stream(parameters.length == 0 ? new Integer[0] : indexes(parameters.length))
        .map(i -> encoded(parameters[i]) + "=" + encoded(parameters[i + 1]))
        .collect(Collectors.joining("&"));
  }

  private static Integer[] indexes(int length) {
    Integer[] indexes = new Integer[length / 2];
    Arrays.setAll(indexes, i -> 2 * i);
    return indexes;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
