package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A body as a client sends it to either of Meta's APIs, and what Meta's stand-in must receive of
 * it. Both were written down by hand, the hashes with sha256sum: neither knows the tables by which
 * the gateway names and places its members.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=100ms", "gateway.dispatch.poll-interval=200ms"})
@Import({LocalPostgres.class, LocalMeta.class})
class CapturedBodiesIT {

  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort int port;
  @Autowired Meta meta;

  @ParameterizedTest
  @CsvSource({
    "91001, conversions_api, conversions_api, conversions_api-received",
    "91002, conversions_api, offline_conversions_api, offline_conversions_api-received-by-conversions_api",
    "91003, offline_conversions_api, offline_conversions_api, offline_conversions_api-received",
    "91004, offline_conversions_api, conversions_api, conversions_api-received-by-offline_conversions_api"
  })
  void whatMetaReceivesIsWhatWasSentHashedAndRenamed(
      String dataset, String wire, String sent, String received) throws Exception {
    Api api = new Api(port, Api.ADMIN_KEY);
    api.put(
        "/v1/datasets/" + dataset,
        "{\"access_token\": \"token\", \"wire\": \"%s\"}".formatted(wire));
    long time = Graph.now();

    Api.Answer answer = api.post("/v26.0/%s/events".formatted(dataset), file(sent, time));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> meta.events(dataset, "captured").size() == 1);
    JsonNode event = meta.events(dataset, "captured").getFirst().path("event");
    String expected =
        file(received, time)
            .replace("(32 hex digits of the event key)", event.path("event_id").asString(""));
    assertThat(event.equals(CapturedBodiesIT::scalars, JSON.readTree(expected)))
        .as(event.toPrettyString())
        .isTrue();
    assertThat(event.path("event_id").asString("")).matches("|event-1|[0-9a-f]{32}");
  }

  /** 129.9 is as good as 129.90. */
  private static int scalars(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? one.decimalValue().compareTo(other.decimalValue())
        : one.equals(other) ? 0 : 1;
  }

  private static String file(String name, long eventTime) throws IOException {
    try (InputStream file = CapturedBodiesIT.class.getResourceAsStream(name + ".json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .replace("\"event_time\": 0", "\"event_time\": " + eventTime);
    }
  }
}
