package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The curl calls of the Offline Conversions API's page, from a shell. */
@RunningFacade
class SeedCallsIT {

  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort int port;

  @Test
  void theCallsOfThePageWorkAsWritten() throws Exception {
    Shell.assumeCurl();
    Graph graph = Graph.withOwnDataset(port);

    List<JsonNode> answers =
        Shell.answers(
            "seed-calls.sh",
            Map.of(
                "GRAPH",
                "http://localhost:" + port,
                "VERSION",
                "v16.0",
                "OFFLINE_EVENT_SET_ID",
                graph.dataset(),
                "SYSTEM_USER_ACCESS_TOKEN",
                Api.ADMIN_KEY));

    assertThat(answers).hasSize(8);
    assertThat(answers.get(0)).isEqualTo(JSON.readTree("{\"num_processed_entries\":2}"));
    assertThat(answers.get(1)).isEqualTo(JSON.readTree("{\"num_processed_entries\":1}"));
    assertThat(answers.get(2).at("/error/message").asString())
        .matches(
            ".*The parameter data is not JSON: line 9, column 7, character \\d+, at c[.] Nothing was stored");
    assertThat(answers.get(3).at("/error/code").asInt()).isEqualTo(100);
    assertThat(answers.get(4).path("events_received").asInt()).isEqualTo(1);
    assertThat(answers.get(5).at("/data/0/upload_tag").asString()).isEqualTo("store_data");
    assertThat(answers.get(6).path("data").findValuesAsString("event"))
        .contains("Purchase", "Lead");
    assertThat(answers.get(7).path("data").valueStream().mapToInt(row -> row.path("count").asInt()))
        .satisfies(
            counts -> assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(4));
    assertThat(answers.get(7).at("/summary/average_upload_delay").asInt()).isPositive();
    assertThat(graph.stored("store_data")).isEqualTo(3);
  }
}
