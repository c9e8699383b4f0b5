package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.Northwind;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=50ms", "gateway.dispatch.poll-interval=100ms"})
@Import({LocalPostgres.class, LocalMeta.class})
class HandshakeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @LocalServerPort int port;
  @Autowired Meta meta;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @Test
  void aTestThatSucceedsLetsWhatWaitsGoOn() {
    api.put("/v1/datasets/701", "{\"access_token\": \"the-token\", \"app_secret\": \"secret\"}");
    meta.fault(
        "{\"kind\": \"error\", \"code\": 190, \"error_subcode\": 463, \"dataset\": \"701\"}");
    api.post("/v1/datasets/701/events", Northwind.once().body("northwind"));
    await().atMost(PATIENCE).until(() -> blockedReason("701").contains("190/463"));
    assertThat(blockedReason("701")).contains("Put an access_token");

    Api.Answer answer = api.post("/v1/datasets/701/test", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("ok").asBoolean()).isTrue();
    assertThat(answer.text("name")).isEqualTo("Sandbox dataset 701");
    assertThat(answer.json().path("reason").isNull()).isTrue();
    assertThat(answer.json().path("warnings")).isEmpty();
    assertThat(blockedReason("701")).isEmpty();
    await().atMost(PATIENCE).until(() -> meta.count("701") == 830);
  }

  @Test
  void aTestThatFailsSaysWhatToDoAndLiftsNoBlock() {
    api.put("/v1/datasets/702", "{\"access_token\": \"bad-token\"}");
    api.post("/v1/datasets/702/events", Northwind.once().body("northwind"));
    await().atMost(PATIENCE).until(() -> !blockedReason("702").isEmpty());
    String before = blockedReason("702");

    Api.Answer answer = api.post("/v1/datasets/702/test", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("ok").asBoolean()).isFalse();
    assertThat(answer.text("reason")).contains("190", "Put an access_token");
    assertThat(answer.json().at("/meta/code").asInt()).isEqualTo(190);
    assertThat(answer.json().at("/meta/fbtrace_id").asString("")).startsWith("A");
    assertThat(answer.body()).doesNotContain("bad-token");
    assertThat(blockedReason("702")).isEqualTo(before);
  }

  @Test
  void withoutATokenThereIsNothingToTestWith() {
    api.put("/v1/datasets/703", "{}");

    Api.Answer answer = api.post("/v1/datasets/703/test", "");

    assertThat(answer.json().path("ok").asBoolean()).isFalse();
    assertThat(answer.text("reason")).contains("no access token");
    assertThat(answer.json().at("/meta/http_status").isNull()).isTrue();
  }

  @Test
  void anEventSetOfTheDiscontinuedApiIsTestedToo() {
    api.put(
        "/v1/datasets/704",
        "{\"access_token\": \"the-token\", \"wire\": \"offline_conversions_api\"}");

    assertThat(api.post("/v1/datasets/704/test", "").json().path("ok").asBoolean()).isTrue();
  }

  @Test
  void aDatasetThatNobodyPutIsUnknown() {
    Api.Answer answer = api.post("/v1/datasets/799/test", "");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("unknown_dataset");
  }

  private String blockedReason(String dataset) {
    return api.get("/v1/datasets/" + dataset).json().path("blocked_reason").asString("");
  }
}
