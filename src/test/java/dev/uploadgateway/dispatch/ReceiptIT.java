package dev.uploadgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The life of a receipt, from its request to what Meta said, with a dispatcher cranked by hand. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=0s", "gateway.dispatch.retry-delays=1h,1h,1h"})
@Import({LocalPostgres.class, LocalMeta.class, WithoutTheLoop.class})
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class ReceiptIT {

  private final long time = Instant.now().getEpochSecond() - 60;

  @LocalServerPort int port;
  @Autowired Dispatcher dispatcher;
  @Autowired Datasets datasets;
  @Autowired Meta meta;
  @Autowired JdbcClient sql;
  @Autowired MeterRegistry meters;

  private Api api;
  private String id;
  private String path;

  @BeforeEach
  void aDatasetOfItsOwn() {
    api = new Api(port, Api.ADMIN_KEY);
    id = Long.toString(System.nanoTime());
    path = "/v1/datasets/" + id;
    assertThat(api.put(path, "{\"access_token\":\"token\"}").status()).isEqualTo(201);
  }

  @AfterEach
  void heal() {
    meta.clearFaults();
  }

  @Test
  void whileItWaitsItSaysWhenItIsDueAndWhatItIs() {
    post("till", event("A1", "1", ""), event("A1", "2", ""), event("A2", "1", ""));

    JsonNode receipt = receipt("A1");

    assertThat(receipt.path("summary"))
        .isEqualTo(json("{\"events\":2,\"pending\":2,\"delivered\":0,\"quarantined\":0}"));
    assertThat(receipt.path("data")).hasSize(2);
    assertThat(receipt.path("data").findValuesAsString("item_number"))
        .containsExactlyInAnyOrder("1", "2");
    JsonNode line = receipt.path("data").get(0);
    assertThat(line.path("upload_tag").asString()).isEqualTo("till");
    assertThat(line.path("state").asString()).isEqualTo("pending");
    assertThat(line.path("event_name").asString()).isEqualTo("Purchase");
    assertThat(line.path("event_time").asLong()).isEqualTo(time);
    assertThat(line.path("value").decimalValue()).isEqualByComparingTo("12.50");
    assertThat(line.path("currency").asString()).isEqualTo("EUR");
    assertThat(line.path("note").isNull()).isTrue();
    assertThat(line.path("calls")).isEmpty();
    assertThat(Instant.parse(line.path("accepted_at").asString())).isBefore(Instant.now());
    assertThat(line.path("accepted_until").isNull()).isTrue();
    JsonNode pending = line.path("pending");
    assertThat(pending.path("due_at").asString()).isEqualTo(line.path("accepted_at").asString());
    assertThat(pending.path("attempts").asInt()).isZero();
    assertThat(pending.path("claimed").asBoolean()).isFalse();
    assertThat(pending.path("why").isNull()).isTrue();
  }

  @Test
  void deferredTwiceAndThenDeliveredItTellsEachCall() {
    post("till", event("B1", "1", ""));
    meta.fault("{\"kind\":\"error\",\"code\":2,\"times\":2,\"dataset\":\"%s\"}".formatted(id));

    turn();
    turn();
    JsonNode waiting = line("B1");
    turn();
    JsonNode delivered = line("B1");

    assertThat(waiting.path("state").asString()).isEqualTo("pending");
    assertThat(waiting.at("/pending/attempts").asInt()).isEqualTo(2);
    assertThat(waiting.at("/pending/why").asString()).isNotEmpty();
    assertThat(waiting.path("value").decimalValue())
        .as("of the frozen bytes")
        .isEqualByComparingTo("12.50");
    assertThat(waiting.path("item_number").asString()).isEqualTo("1");
    assertThat(outcomes(waiting)).containsExactly("deferred", "deferred");
    assertThat(delivered.path("state").asString()).isEqualTo("delivered");
    assertThat(outcomes(delivered)).containsExactly("deferred", "deferred", "accepted");
    assertThat(delivered.at("/delivered/call")).isEqualTo(delivered.path("calls").get(2));
    assertThat(delivered.path("calls").get(0).path("code").asInt()).isEqualTo(2);
    for (JsonNode call : delivered.path("calls")) {
      assertThat(call.path("fbtrace_id").asString()).isNotEmpty();
      assertThat(call.path("http_status").isInt()).isTrue();
      assertThat(call.path("millis").isIntegralNumber()).isTrue();
    }
    List<String> starts = delivered.path("calls").findValuesAsString("started_at");
    assertThat(starts).isSorted();
    for (String erased : List.of("event_name", "event_time", "item_number", "value", "currency")) {
      assertThat(delivered.path(erased).isNull()).as(erased).isTrue();
    }
    assertThat(delivered.path("note").asString()).contains("destroyed");
  }

  @Test
  void refusedIsolatedQuarantinedReleasedAndDeliveredItTellsEveryHalving() {
    List<String> events = new ArrayList<>();
    IntStream.range(0, 8).forEach(i -> events.add(event("C" + i, "1", "")));
    post("till", events.toArray(String[]::new));
    meta.fault("{\"kind\":\"invalid_event\",\"order_id\":\"C5\",\"dataset\":\"%s\"}".formatted(id));

    turn();
    JsonNode bad = line("C5");
    JsonNode good = line("C4");
    JsonNode far = line("C0");

    assertThat(bad.path("state").asString()).isEqualTo("quarantined");
    assertThat(bad.at("/quarantined/code").asString()).isEqualTo("refused_by_meta");
    assertThat(bad.at("/quarantined/message").asString()).isNotEmpty();
    assertThat(bad.path("event_name").asString()).isEqualTo("Purchase");
    assertThat(outcomes(bad)).containsExactly("refused", "refused", "refused", "refused");
    assertThat(bad.path("calls").findValues("events").stream().map(JsonNode::asInt))
        .containsExactly(8, 4, 2, 1);
    assertThat(good.path("state").asString()).isEqualTo("delivered");
    assertThat(far.path("state").asString()).isEqualTo("delivered");
    assertThat(outcomes(far)).containsExactly("refused", "accepted");
    assertThat(far.path("calls").get(0).path("id")).isEqualTo(bad.path("calls").get(0).path("id"));

    meta.clearFaults();
    assertThat(api.post(path + "/quarantine/release?order_id=C5", "").status()).isEqualTo(200);
    assertThat(line("C5").path("state").asString()).isEqualTo("pending");
    turn();

    JsonNode released = line("C5");
    assertThat(released.path("state").asString()).isEqualTo("delivered");
    assertThat(outcomes(released))
        .containsExactly("refused", "refused", "refused", "refused", "accepted");
    assertThat(released.path("accepted_at")).isEqualTo(bad.path("accepted_at"));
  }

  @Test
  void whatIsTakenOutOfALargerQuarantinedBatchKeepsItsCalls() {
    post("till", event("D1", "1", ""), event("D2", "1", ""));
    meta.fault("{\"kind\":\"error\",\"code\":2,\"times\":4,\"dataset\":\"%s\"}".formatted(id));
    for (int i = 0; i < 4; i++) {
      turn();
    }
    assertThat(line("D1").at("/quarantined/code").asString()).isEqualTo("undeliverable");

    api.post(path + "/quarantine/release?order_id=D1", "");
    turn();

    assertThat(outcomes(line("D1")))
        .containsExactly("deferred", "deferred", "deferred", "deferred", "accepted");
    assertThat(outcomes(line("D2")))
        .containsExactly("deferred", "deferred", "deferred", "deferred");
  }

  @Test
  void twoLinesOfOneReceiptMayLieInTwoBatchesOfTwoUploads() {
    post("till", event("E1", "1", ""));
    turn();
    post("web", event("E1", "2", ""));
    post("web", event("E1", "3", ",\"event_id\":\"e-3\""));

    JsonNode receipt = receipt("E1");

    assertThat(receipt.path("summary"))
        .isEqualTo(json("{\"events\":3,\"pending\":2,\"delivered\":1,\"quarantined\":0}"));
    assertThat(receipt.path("data").findValuesAsString("upload_tag"))
        .containsExactlyInAnyOrder("till", "web", "web");
    assertThat(receipt.path("data").findValuesAsString("state"))
        .containsExactlyInAnyOrder("delivered", "pending", "pending");
    post("web", event("E1", "2", ""));
    assertThat(receipt("E1").path("summary"))
        .as("a duplicate is no line")
        .isEqualTo(receipt.path("summary"));
  }

  @Test
  void ofRequestsWhoseCallWasTakenApartItTellsTheSpanInWhichTheyCame() {
    List<String> accepted = new ArrayList<>();
    for (String order : List.of("F1", "F2", "F3", "F4")) {
      post("till", event(order, "1", ""));
      accepted.add(line(order).path("accepted_at").asString());
    }
    meta.fault("{\"kind\":\"invalid_event\",\"order_id\":\"F4\",\"dataset\":\"%s\"}".formatted(id));

    turn();

    for (String together : List.of("F1", "F2")) {
      assertThat(line(together).path("accepted_at").asString()).isEqualTo(accepted.get(0));
      assertThat(line(together).path("accepted_until").asString()).isEqualTo(accepted.get(1));
    }
    assertThat(line("F4").path("state").asString()).isEqualTo("quarantined");
    assertThat(line("F4").path("accepted_at").asString()).isEqualTo(accepted.get(2));
    assertThat(line("F4").path("accepted_until").asString()).isEqualTo(accepted.get(3));
  }

  @Test
  void aCallIsToldOfThoseOnlyWhichItCarried() {
    post("till", event("G1", "1", ""));
    meta.fault("{\"kind\":\"throttle\",\"times\":1,\"dataset\":\"%s\"}".formatted(id));
    turn();
    post("till", event("G2", "1", ""), event("G3", "1", ""));
    meta.fault("{\"kind\":\"invalid_event\",\"order_id\":\"G3\",\"dataset\":\"%s\"}".formatted(id));
    unthrottle();

    turn();

    assertThat(outcomes(line("G1"))).startsWith("throttled", "refused").endsWith("accepted");
    assertThat(outcomes(line("G2"))).startsWith("refused").doesNotContain("throttled");
    assertThat(outcomes(line("G3"))).doesNotContain("throttled").endsWith("refused");
    assertThat(line("G3").path("state").asString()).isEqualTo("quarantined");
  }

  @Test
  void anOrderOfFiveThousandEventsIsReadPageByPage() {
    String lines =
        String.join(
            "\n", IntStream.range(0, 5_000).mapToObj(i -> event("H1", "" + i, "")).toList());
    Api.Answer posted =
        api.call(
            "POST", path + "/events?upload_tag=h", lines, "Content-Type", "application/x-ndjson");
    assertThat(posted.json().path("events_accepted").asInt()).as(posted.body()).isEqualTo(5_000);
    dispatcher.dispatch(dataset(), () -> {});

    List<String> keys = new ArrayList<>();
    List<String> items = new ArrayList<>();
    String next = path + "/events/H1?limit=500";
    int pages = 0;
    while (!next.isEmpty()) {
      Api.Answer page = api.get(next);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.json().path("summary"))
          .isEqualTo(
              json("{\"events\":5000,\"pending\":4000,\"delivered\":1000,\"quarantined\":0}"));
      keys.addAll(page.json().path("data").findValuesAsString("event_key"));
      page.json().path("data").forEach(line -> items.add(line.path("item_number").asString()));
      String link = page.json().at("/paging/next").asString("");
      next =
          link.isEmpty()
              ? ""
              : URI.create(link).getRawPath() + "?" + URI.create(link).getRawQuery();
      pages++;
    }

    assertThat(pages).isEqualTo(10);
    assertThat(keys).doesNotHaveDuplicates().hasSize(5_000);
    assertThat(items.stream().filter(item -> !item.isEmpty()).distinct()).hasSize(4_000);
    assertThat(receipt("H1").path("data")).hasSize(100);
    assertThat(api.get(path + "/events/H1?limit=501").code()).isEqualTo("invalid_parameter");
    assertThat(api.get(path + "/events/H1?after=x").code()).isEqualTo("invalid_parameter");
    assertThat(api.get(path + "/events/H1?after=2026-02-30." + keys.getFirst()).code())
        .isEqualTo("invalid_parameter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026/11-0042",
        "a//b",
        "50%",
        "%2F",
        "a%2Fb",
        "../../foreign",
        "a;b=c",
        "back\\slash",
        "with blanks",
        "q?x=y#z&a+b",
        "Bön №1 領収書 🧾",
        "preview",
        "\"quoted\""
      })
  void anIdIsAnyText(String order) {
    post("till", event(order.replace("\\", "\\\\").replace("\"", "\\\""), "1", ""));

    Api.Answer inPath = api.get(path + "/events/" + encoded(order));
    Api.Answer inParameter = api.get(path + "/events?order_id=" + encoded(order));

    assertThat(inPath.status()).as(inPath.body()).isEqualTo(200);
    assertThat(inPath.text("order_id")).isEqualTo(order);
    assertThat(inParameter.body()).isEqualTo(inPath.body());
    assertThat(inPath.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void anIdMayHave256CharactersOrBeDots() {
    String longest = "№".repeat(256);
    post("till", event(longest, "1", ""), event("..", "1", ""));

    assertThat(api.get(path + "/events/" + encoded(longest)).status()).isEqualTo(200);
    assertThat(api.get(path + "/events?order_id=..").status()).isEqualTo(200);
    assertThat(api.get(path + "/events/..").status()).isEqualTo(400);
  }

  @Test
  void whatNobodyKnowsIsSaidToBeUnknownAndForHowLongOrdersAreKnown() {
    Api.Answer unknown = api.get(path + "/events/nobody");

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).isEqualTo("unknown_order");
    assertThat(unknown.text("detail")).contains("63 days");
    assertThat(api.get("/v1/datasets/nowhere/events/1").code()).isEqualTo("unknown_dataset");
    assertThat(api.get(path + "/events?order_id=").code()).isEqualTo("invalid_parameter");
    assertThat(api.get(path + "/events").code()).isEqualTo("invalid_parameter");
  }

  @Test
  void anotherDatasetsKeyLearnsNothing() {
    post("till", event("I1", "1", ""));
    String key =
        api.post("/v1/keys", "{\"name\":\"other\",\"scopes\":[\"read\"],\"datasets\":[\"other\"]}")
            .text("key");

    assertThat(api.with(key).get(path + "/events/I1").code()).isEqualTo("dataset_not_allowed");
    assertThat(api.with(key).get(path + "/events?order_id=I1").status()).isEqualTo(403);
    assertThat(api.with(key).get("/v1/datasets/other/events/..%2F..%2F" + id).status())
        .isIn(403, 404);
  }

  @Test
  void anEventThatDoesNotOpenIsShownWithItsState() {
    post("till", event("J1", "1", ""));
    sql.sql("update batch set envelope = '\\x00' where dataset = ?")
        .param(dataset().number())
        .update();

    JsonNode line = line("J1");

    assertThat(line.path("state").asString()).isEqualTo("pending");
    assertThat(line.path("event_name").isNull()).isTrue();
    assertThat(line.path("note").asString()).contains("cannot be opened");
  }

  @Test
  void noLogLineAndNoMetricNamesAnOrder(CapturedOutput log) {
    post("till", event("zqorder/77", "1", ""));
    turn();
    api.get(path + "/events/" + encoded("zqorder/77"));
    api.get(path + "/events?order_id=" + encoded("zqorder/77"));
    api.get(path + "/events/zqorder-unknown");

    StringBuilder names = new StringBuilder();
    meters.getMeters().forEach(meter -> names.append(meter.getId()));
    assertThat(names.toString()).contains("/events/{order_id}").doesNotContain("zqorder");
    assertThat(log.getAll()).contains("dataset=" + id).doesNotContain("zqorder");
  }

  private void turn() {
    sql.sql("update batch set due_at = now() where dataset = ? and state = 'pending'")
        .param(dataset().number())
        .update();
    while (dispatcher.dispatch(dataset(), () -> {})) {
      // until nothing is due
    }
  }

  private void unthrottle() {
    sql.sql("update dataset set throttled_until = null where id = ?").param(id).update();
    datasets.unblock(id); // so that it is read anew
  }

  private Dataset dataset() {
    return datasets.get(id);
  }

  private String event(String order, String item, String more) {
    return """
    {"match_keys":{"email":"jane@example.com"},"event_name":"Purchase","event_time":%d,"value":12.50,"currency":"EUR","order_id":"%s","item_number":"%s"%s}\
    """
        .formatted(time, order, item, more);
  }

  private void post(String tag, String... events) {
    Api.Answer answer =
        api.post(
            path + "/events",
            "{\"upload_tag\":\"%s\",\"data\":[%s]}".formatted(tag, String.join(",", events)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  private JsonNode receipt(String order) {
    Api.Answer answer = api.get(path + "/events/" + order);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode line(String order) {
    JsonNode lines = receipt(order).path("data");
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static List<String> outcomes(JsonNode line) {
    return line.path("calls").findValuesAsString("outcome");
  }

  private static String encoded(String order) {
    return URLEncoder.encode(order, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static JsonNode json(String text) {
    return new JsonMapper().readTree(text);
  }
}
