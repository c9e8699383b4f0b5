package dev.uploadgateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.JsonNode;

class SandboxServerTest {

  private final Caller meta = new Caller();

  @AfterEach
  void stop() {
    meta.close();
  }

  @Test
  void the_conversions_api_answers_what_it_received() throws Exception {
    HttpResponse<String> answer =
        meta.postEvents(Caller.data(Caller.conversion("1"), Caller.conversion("2")));

    JsonNode body = Caller.json(answer.body());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(body.path("events_received").intValue()).isEqualTo(2);
    assertThat(body.path("messages").isArray()).isTrue();
    assertThat(body.path("fbtrace_id").asString()).matches("A[\\w-]{22}");
    assertThat(answer.headers().firstValue("X-App-Usage").orElse("")).contains("call_count");
  }

  @Test
  void the_offline_dialect_answers_what_it_processed() throws Exception {
    JsonNode body = Caller.json(meta.postEvents(Caller.upload(Caller.offline("1"))).body());

    assertThat(body.path("num_processed_entries").intValue()).isEqualTo(1);
    assertThat(body.path("id").asString()).matches("\\d+");
  }

  @Test
  void a_form_carries_data_as_a_json_string() throws Exception {
    String form =
        "access_token=t&upload_tag=in+store&data="
            + URLEncoder.encode("[" + Caller.offline("Größe & mehr") + "]", UTF_8);
    HttpResponse<String> answer =
        meta.send(typed("application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)));

    assertThat(answer.body()).contains("\"num_processed_entries\":1");
    assertThat(meta.held().at("/data/0/upload_tag").asString()).isEqualTo("in store");
    assertThat(meta.held().at("/data/0/event/order_id").asString()).isEqualTo("Größe & mehr");
  }

  @Test
  void multipart_carries_data_as_a_json_string() throws Exception {
    String body =
        """
        --XX
        Content-Disposition: form-data; name="access_token"

        t
        --XX
        Content-Disposition: form-data; name="data"
        Content-Type: application/json

        [%s]
        --XX--
        """
            .formatted(Caller.conversion("Größe"))
            .replace("\n", "\r\n");
    HttpResponse<String> answer =
        meta.send(typed("multipart/form-data; boundary=XX").POST(BodyPublishers.ofString(body)));

    assertThat(answer.body()).contains("\"events_received\":1");
    assertThat(meta.held().at("/data/0/event/custom_data/order_id").asString()).isEqualTo("Größe");
  }

  @Test
  void json_carries_data_as_a_string_too() throws Exception {
    String data = "[" + Caller.conversion("1") + "]";
    String body = "{\"data\":\"" + data.replace("\"", "\\\"") + "\"}";

    assertThat(meta.postEvents(body).body()).contains("\"events_received\":1");
    assertThat(meta.send(meta.to("/_sandbox/events").GET()).body())
        .contains(Caller.conversion("1"));
  }

  @Test
  void a_body_may_be_compressed() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(Caller.data(Caller.conversion("1")).getBytes(UTF_8));
    }
    HttpResponse<String> answer =
        meta.send(
            meta.to("/v26.0/123/events?access_token=t")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(bytes.toByteArray())));

    assertThat(answer.body()).contains("\"events_received\":1");
    assertThat(meta.lastCall().path("bytes").intValue()).isEqualTo(bytes.size());
  }

  @Test
  void a_call_is_recorded_without_its_token() throws Exception {
    meta.postEvents(Caller.upload(Caller.conversion("1")));

    JsonNode call = meta.lastCall();
    assertThat(call.path("dialect").asString()).isEqualTo("conversions_api");
    assertThat(call.path("upload_tag").asString()).isEqualTo("till");
    assertThat(call.path("events").intValue()).isEqualTo(1);
    assertThat(call.path("http_status").intValue()).isEqualTo(200);
    assertThat(call.path("version").asString()).isEqualTo("v26.0");
    assertThat(call.path("at").asString()).isEqualTo(Caller.NOW.toString());
    assertThat(call.path("fault").isNull()).isTrue();
    assertThat(call.path("headers_seen").path("authorization").asString()).isEqualTo("Bearer");
    assertThat(call.path("fbtrace_id")).isEqualTo(call.path("answer").path("fbtrace_id"));
    assertThat(call.toString()).doesNotContain("good-token");
  }

  @Test
  void events_can_be_counted_and_limited() throws Exception {
    meta.postEvents(Caller.upload(Caller.conversion("1"), Caller.conversion("2")));

    assertThat(meta.get("/_sandbox/events?count_only=true").toString()).isEqualTo("{\"count\":2}");
    JsonNode one = meta.get("/_sandbox/events?upload_tag=till&limit=1");
    assertThat(one.path("count").intValue()).isEqualTo(2);
    assertThat(one.path("data").size()).isEqualTo(1);
    assertThat(meta.get("/_sandbox/events?upload_tag=other").path("count").intValue()).isZero();
    assertThat(meta.get("/_sandbox/events?dataset=&upload_tag="))
        .isEqualTo(meta.get("/_sandbox/events"));
    assertThat(meta.get("/_sandbox").at("/datasets/123/events_accepted").intValue()).isEqualTo(2);
  }

  @Test
  void a_dataset_tells_that_it_takes_offline_events() throws Exception {
    JsonNode dataset = meta.get("/v26.0/123?fields=is_consolidated_container");

    assertThat(dataset.toString()).isEqualTo("{\"id\":\"123\",\"is_consolidated_container\":true}");
  }

  @Test
  void it_runs_beside_the_gateway_in_the_profile_sandbox_only() {
    ApplicationContextRunner gateway =
        new ApplicationContextRunner()
            .withUserConfiguration(SandboxConfiguration.class)
            .withBean(SandboxProperties.class, () -> new SandboxProperties("127.0.0.1", 0));

    gateway.run(context -> assertThat(context).doesNotHaveBean(SandboxServer.class));
    gateway
        .withPropertyValues("spring.profiles.active=sandbox")
        .run(context -> assertThat(context.getBean(SandboxServer.class).port()).isPositive());
  }

  private HttpRequest.Builder typed(String contentType) {
    return meta.to("/v26.0/123/events?access_token=t").setHeader("Content-Type", contentType);
  }
}
