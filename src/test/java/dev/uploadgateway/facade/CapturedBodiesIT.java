package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.conversion.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * A body as a client sends it to either of Meta's APIs, and what Meta's stand-in receives of it:
 * they differ in what had to be hashed or renamed, by the tables {@link Identifier} and {@link
 * Member}, and in nothing else.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=100ms", "gateway.dispatch.poll-interval=200ms"})
@Import({LocalPostgres.class, LocalMeta.class})
class CapturedBodiesIT {

  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort int port;
  @Autowired Meta meta;

  /** The last column is what the dataset says of an event that does not say it itself. */
  @ParameterizedTest
  @CsvSource({
    "91001, conversions_api, conversions_api, ''",
    "91002, offline_conversions_api, conversions_api, action_source event_id",
    "91003, offline_conversions_api, offline_conversions_api, ''"
  })
  void whatMetaReceivesIsWhatWasSentHashedAndRenamed(
      String dataset, String body, String wire, String added) throws Exception {
    Api api = new Api(port, Api.ADMIN_KEY);
    api.put(
        "/v1/datasets/" + dataset,
        "{\"access_token\": \"token\", \"wire\": \"%s\"}".formatted(wire));
    String sent =
        file(body + ".json").replace("\"event_time\": 0", "\"event_time\": " + Graph.now());

    Api.Answer answer = api.post("/v26.0/%s/events".formatted(dataset), sent);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> meta.events(dataset, "captured").size() == 1);
    Map<String, String> received = flat(meta.events(dataset, "captured").getFirst().path("event"));
    if (!added.isEmpty()) {
      for (String member : added.split(" ")) {
        assertThat(received.remove(member)).as(member).isNotEmpty();
      }
    }
    assertThat(received)
        .containsExactlyInAnyOrderEntriesOf(
            expected(JSON.readTree(sent).at("/data/0"), wire.equals("conversions_api")));
  }

  /** Every value that was sent, hashed where it must be, under the name that it has over there. */
  private static Map<String, String> expected(JsonNode event, boolean online) throws Exception {
    Map<String, String> normalized = normalized();
    Map<String, String> expected = new TreeMap<>();
    for (Map.Entry<String, String> sent : flat(event).entrySet()) {
      String path = sent.getKey();
      String[] steps = path.split("[.]", 2);
      if (steps[0].equals("match_keys") || steps[0].equals("user_data")) {
        String[] name = steps[1].split("(?=#)", 2);
        Identifier identifier = Identifier.named(name[0]);
        String container = online ? Member.CUSTOMER.key() : Member.CUSTOMER.offlineName();
        String renamed = online ? identifier.key() : identifier.offlineName();
        expected.put(
            container + "." + renamed + (name.length > 1 ? name[1] : ""),
            travelling(identifier, sent.getValue(), normalized));
      } else {
        expected.put(online ? renamed(path) : path, sent.getValue());
      }
    }
    return expected;
  }

  private static String travelling(
      Identifier identifier, String raw, Map<String, String> normalized) throws Exception {
    return switch (identifier.form()) {
      case HASHED -> sha256(normalized.get(raw));
      case PLAIN -> identifier == Identifier.MOBILE_ADVERTISER_ID ? raw.toLowerCase() : raw;
    };
  }

  private static String renamed(String path) {
    return Arrays.stream(Member.values())
        .filter(member -> member.place() == Member.Place.CUSTOM_DATA)
        .filter(member -> path.split("[.#]", 2)[0].equals(member.offlineName()))
        .findFirst()
        .map(member -> "custom_data." + path)
        .orElse(path)
        .replace("." + Member.CONTENT_PRICE.offlineName(), "." + Member.CONTENT_PRICE.key());
  }

  /**
   * Values by their paths, such as {@code contents#0.price}; one value is as good as a list of it.
   */
  private static Map<String, String> flat(JsonNode node) {
    Map<String, String> flat = new TreeMap<>();
    flatten("", node, flat);
    return flat;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      node.forEachEntry(
          (name, value) -> flatten(path.isEmpty() ? name : path + "." + name, value, flat));
    } else if (node.isArray() && node.size() == 1 && !node.get(0).isObject()) {
      flatten(path, node.get(0), flat);
    } else if (node.isArray()) {
      List<JsonNode> values = new ArrayList<>(node.valueStream().toList());
      for (int i = 0; i < values.size(); i++) {
        flatten(path + "#" + i, values.get(i), flat);
      }
      if (values.isEmpty()) {
        flat.put(path, "[]");
      }
    } else {
      flat.put(
          path,
          node.isNumber()
              ? node.decimalValue().stripTrailingZeros().toPlainString()
              : node.asString());
    }
  }

  private static Map<String, String> normalized() throws IOException {
    Map<String, String> normalized = new HashMap<>();
    file("normalized.csv")
        .lines()
        .skip(1)
        .map(line -> line.split(",", 2))
        .forEach(row -> normalized.put(row[0], row[1]));
    return normalized;
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private static String file(String name) throws IOException {
    try (InputStream file = CapturedBodiesIT.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
