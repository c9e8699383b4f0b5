package dev.uploadgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a preview shows is what Meta gets. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=0s", "gateway.dispatch.retry-delays=1h,1h,1h"})
@Import({LocalPostgres.class, LocalMeta.class, WithoutTheLoop.class})
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class PreviewIT {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final long time = Instant.now().getEpochSecond() - 60;

  @LocalServerPort int port;
  @Autowired Dispatcher dispatcher;
  @Autowired Datasets datasets;
  @Autowired Meta meta;
  @Autowired JdbcClient sql;

  private Api api;

  @BeforeEach
  void datasetsOfBothDialects() {
    api = new Api(port, Api.ADMIN_KEY);
    put("701", "conversions_api");
    put("702", "offline_conversions_api");
  }

  /**
   * Every vector that match keys are tested with, in both dialects: where a region is given, as the
   * customer's country. The external id beside it makes sure that the event is taken.
   */
  @ParameterizedTest
  @CsvSource({"701, user_data", "702, match_keys"})
  void whatAPreviewShowsOfEveryVectorIsWhatMetaReceives(String dataset, String customer) {
    List<Vectors> vectors =
        Vectors.all().stream().filter(vector -> Identifier.named(vector.key()) != null).toList();
    assertThat(vectors).hasSizeGreaterThan(340);
    int compared = 0;
    for (int from = 0; from < vectors.size(); from += 100) {
      List<Vectors> some = vectors.subList(from, Math.min(from + 100, vectors.size()));
      String tag = "vectors-" + from;
      String[] events =
          IntStream.range(0, some.size())
              .mapToObj(i -> event(some.get(i), tag + "-" + i))
              .toArray(String[]::new);
      JsonNode preview = preview(dataset, body(tag, events));
      assertThat(api.post("/v1/datasets/" + dataset + "/events", body(tag, events)).status())
          .isEqualTo(202);
      turn(dataset);
      Map<String, JsonNode> received =
          meta.events(dataset, tag).stream()
              .map(held -> held.path("event"))
              .collect(Collectors.toMap(PreviewIT::order, event -> event));

      for (int i = 0; i < some.size(); i++) {
        JsonNode event = preview.path("events").get(i);
        JsonNode atMeta = received.remove(tag + "-" + i);
        if (event.path("fate").asString().equals("rejected")) {
          assertThat(atMeta).isNull();
        } else {
          assertThat(event.path("sent")).isEqualTo(atMeta);
          assertShown(event, atMeta.path(customer));
          compared++;
        }
      }
      assertThat(received).isEmpty();
    }
    assertThat(compared).isGreaterThan(330);
  }

  /** That what is said of each value and what is sent of all of them are the same. */
  private static void assertShown(JsonNode event, JsonNode customer) {
    Map<String, Set<String>> said = new TreeMap<>();
    for (JsonNode value : event.path("identifiers")) {
      JsonNode became = value.path("became");
      switch (became.path("outcome").asString()) {
        case "hashed" ->
            assertThat(sha256(became.path("normalized").asString()))
                .isEqualTo(became.path("value").asString());
        case "plain" -> assertThat(became.path("normalized")).isEqualTo(became.path("value"));
        case "dropped" -> assertThat(became.at("/dropped/code").asString()).isNotEmpty();
        default -> assertThat(became.path("outcome").asString()).isEqualTo("repeated");
      }
      if (!became.path("value").isNull()) {
        said.computeIfAbsent(became.path("as").asString(), as -> new TreeSet<>())
            .add(became.path("value").asString());
      }
    }
    Map<String, Set<String>> sent = new TreeMap<>();
    customer
        .properties()
        .forEach(entry -> {
          Set<String> values = new TreeSet<>();
          JsonNode value = entry.getValue();
          (value.isArray() ? value.valueStream() : Stream.of(value))
              .forEach(each -> values.add(each.asString()));
          sent.put(Identifier.named(entry.getKey()).key(), values);
        });
    assertThat(said).isEqualTo(sent);
  }

  private static String order(JsonNode event) {
    return event.at("/custom_data/order_id").asString(event.path("order_id").asString(""));
  }

  @Test
  void itShowsEachValueWithItsRuleAndItsFate() {
    JsonNode event =
        preview(
                "701",
                event(
                    "keys",
                    """
                    {"email": [" Anna.Huber@Example.COM ", "anna.huber@example.com", "no at sign"],
                     "phone": "0664 1234567", "country": "Austria", "fn": "Anna", "ln": "Huber",
                     "doby": 1990, "dobm": "March", "dobd": "3", "madid": "00000000-0000-0000-0000-000000000000",
                     "extern_id": "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"}
                    """))
            .at("/events/0");

    assertThat(outcomes(event))
        .containsExactly(
            "em hashed anna.huber@example.com",
            "em repeated null",
            "em dropped not_an_email",
            "ph hashed 436641234567",
            "fn hashed anna",
            "ln hashed huber",
            "doby hashed 19900303",
            "dobm hashed 19900303",
            "dobd hashed 19900303",
            "country hashed at",
            "external_id plain 62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
            "madid dropped advertiser_id_off");
    JsonNode email = event.at("/identifiers/0");
    assertThat(email.path("given").asString()).isEqualTo(" Anna.Huber@Example.COM ");
    assertThat(email.at("/rule/code").asString()).isEqualTo("email");
    assertThat(email.at("/became/value").asString()).isEqualTo(sha256("anna.huber@example.com"));
    assertThat(value(event, Identifier.BIRTH_YEAR).at("/became/as").asString()).isEqualTo("db");
    assertThat(value(event, Identifier.EXTERNAL_ID).at("/rule/code").asString())
        .isEqualTo("already_hashed");
    assertThat(event.at("/match/estimate").asString()).isEqualTo("strong");
    assertThat(JSON.convertValue(event.at("/match/identifiers"), List.class))
        .isEqualTo(List.of("em", "ph", "fn", "ln", "db", "country", "external_id"));
    assertThat(event.at("/match/values").asInt()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"email\":\"a@b.de\",\"phone\":\"+436641234567\",\"zip\":\"1010\"} | strong",
        "{\"email\":\"a@b.de\",\"phone\":\"+436641234567\"} | strong",
        "{\"email\":\"a@b.de\",\"fn\":\"Anna\",\"ln\":\"Huber\"} | strong",
        "{\"email\":\"a@b.de\",\"gen\":\"f\",\"st\":\"Wien\",\"country\":\"AT\"} | medium",
        "{\"email\":\"a@b.de\"} | medium",
        "{\"email\":\"a@b.de\",\"client_user_agent\":\"x\",\"country\":\"AT\"} | medium",
        "{\"fn\":\"Anna\",\"ln\":\"Huber\",\"ct\":\"Wien\"} | medium",
        "{\"fn\":\"Anna\",\"ln\":\"Huber\"} | weak",
        "{\"extern_id\":\"7\"} | weak",
        "{\"ct\":\"Wien\",\"country\":\"AT\",\"gen\":\"f\"} | refused",
      })
  void theMatchIsEstimatedByWhatIsSent(String keys, String estimate) {
    JsonNode event = preview("701", event("estimate", keys)).at("/events/0");

    assertThat(event.at("/match/estimate").asString()).isEqualTo(estimate);
    assertThat(event.path("fate").asString())
        .isEqualTo(estimate.equals("refused") ? "rejected" : "accepted");
    assertThat(event.path("sent").isNull()).isEqualTo(estimate.equals("refused"));
  }

  @Test
  void itSaysWhatIntakeWouldSayAndStoresNothing() {
    String good = purchase("s1");
    post("701", good);
    long before = rows();
    String body =
        body(
            "s",
            good,
            purchase("s2"),
            purchase("s2"),
            "{\"event_name\":\"Purchase\",\"event_time\":1}",
            "7");

    JsonNode preview = preview("701", body);

    assertThat(rows()).isEqualTo(before);
    assertThat(preview.path("events").valueStream().map(event -> event.path("fate").asString()))
        .containsExactly(
            "duplicate_of_stored", "accepted", "duplicate_in_request", "rejected", "rejected");
    Api.Answer posted = api.post("/v1/datasets/701/events", body);
    for (String member :
        List.of(
            "upload_tag",
            "events_received",
            "events_accepted",
            "events_duplicate",
            "events_rejected",
            "errors",
            "warnings")) {
      assertThat(preview.path(member)).as(member).isEqualTo(posted.json().path(member));
    }
    assertThat(preview.at("/summary/num_processed_entries").asInt()).isEqualTo(5);
    assertThat(preview.at("/summary/total_validated_count").asInt()).isEqualTo(3);
    assertThat(preview.at("/summary/nonunique_orderid_itemnum_count").asInt()).isEqualTo(1);
    assertThat(preview.path("summary").has("invalid_entries")).isFalse();
    assertThat(preview.path("notes")).isNotEmpty();
  }

  @Test
  void ndjsonIsShownAsJsonIs() {
    String lines = purchase("n1") + "\n" + purchase("n2");

    Api.Answer ndjson =
        api.call(
            "POST",
            "/v1/datasets/701/events/preview?upload_tag=n",
            lines,
            "Content-Type",
            "application/x-ndjson");

    assertThat(ndjson.status()).as(ndjson.body()).isEqualTo(200);
    assertThat(ndjson.json()).isEqualTo(preview("701", body("n", purchase("n1"), purchase("n2"))));
  }

  @Test
  void theRowsOfASheetAreShownAsEventsAreWithHowTheSheetWasUnderstood() {
    String rows =
        """
        Bestellnummer;event;event_time;E-Mail;Betrag;Währung
        c1;Purchase;%1$d;anna@example.com;12,50;EUR
        c2;Purchase;%1$d;berta@example.com;zwölf;EUR
        """
            .formatted(time);

    Api.Answer shown = sheet(rows);

    assertThat(shown.status()).as(shown.body()).isEqualTo(200);
    assertThat(shown.header("Cache-Control")).isEqualTo("no-store");
    JsonNode first = shown.json().at("/events/0");
    assertThat(first.path("fate").asString()).isEqualTo("accepted");
    assertThat(first.at("/sent/custom_data/value").asDouble()).isEqualTo(12.5);
    assertThat(shown.json().at("/events/1/fate").asString()).isEqualTo("rejected");
    assertThat(shown.json().at("/errors/0/row").asInt()).isEqualTo(3);
    assertThat(shown.json().at("/errors/0/column").asString()).isEqualTo("Betrag");
    assertThat(shown.json().at("/sheet/decimal").asString()).isEqualTo(",");
    assertThat(sheet("email,event\n" + "a@example.com,Lead\n".repeat(101)).code())
        .isEqualTo("too_many_events");
    assertThat(preview("701", body("n", purchase("n1"))).has("sheet")).isFalse();
  }

  private Api.Answer sheet(String rows) {
    return api.call(
        "POST", "/v1/datasets/701/events/preview?upload_tag=c", rows, "Content-Type", "text/csv");
  }

  @Test
  void whatARequestIsRefusedForAsAWholeIsTheSame() {
    assertRefused("{}", 400, "invalid_body");
    assertRefused("{\"upload_tag\":\"x\",\"data\":[]}", 400, "data_empty");
    assertRefused("{\"data\":[%s]}".formatted(purchase("r")), 400, "upload_tag_missing");
    assertRefused("{\"upload_tag\":\"x\",\"data\":[", 400, "malformed_json");
    String[] many = IntStream.range(0, 101).mapToObj(i -> purchase("r" + i)).toArray(String[]::new);
    assertRefused(body("r", many), 413, "too_many_events");
    Api.Answer lines =
        api.call(
            "POST",
            "/v1/datasets/701/events/preview?upload_tag=r",
            String.join("\n", many),
            "Content-Type",
            "application/x-ndjson");
    assertThat(lines.code()).isEqualTo("too_many_events");
    assertThat(
            api.call("POST", "/v1/datasets/701/events/preview", "x", "Content-Type", "text/plain")
                .status())
        .isEqualTo(415);
    assertThat(api.post("/v1/datasets/nowhere/events/preview", "{}").code())
        .isEqualTo("unknown_dataset");
  }

  @Test
  void nobodyKeepsWhatItShows(CapturedOutput log) {
    Api.Answer answer =
        api.post(
            "/v1/datasets/701/events/preview",
            event("p", "{\"email\":\"zqpreview@example.com\",\"fn\":\"Zqpreview\"}"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("zqpreview@example.com");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(log.getAll()).doesNotContainIgnoringCase("zqpreview");
  }

  private void assertRefused(String body, int status, String code) {
    Api.Answer preview = api.post("/v1/datasets/701/events/preview", body);
    assertThat(preview.status()).as(preview.body()).isEqualTo(status);
    assertThat(preview.code()).isEqualTo(code);
  }

  private void put(String dataset, String wire) {
    String draft =
        """
        {"access_token":"token","wire":"%s","partner_agent":"preview"}
        """
            .formatted(wire);
    assertThat(api.put("/v1/datasets/" + dataset, draft).status()).isIn(200, 201);
  }

  private JsonNode preview(String dataset, String body) {
    Api.Answer answer = api.post("/v1/datasets/" + dataset + "/events/preview", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private void post(String dataset, String... events) {
    Api.Answer answer = api.post("/v1/datasets/" + dataset + "/events", body("s", events));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  private void turn(String id) {
    Dataset dataset = datasets.get(id);
    while (dispatcher.dispatch(dataset, () -> {})) {
      // until nothing is due
    }
  }

  private long rows() {
    return sql.sql(
            "select (select count(*) from batch) + (select count(*) from event_key) + (select count(*) from upload)")
        .query(Long.class)
        .single();
  }

  private String purchase(String order) {
    return """
    {"match_keys":{"email":"anna@example.com","phone":"12"},"event_name":"Purchase","event_time":%d,"value":129.90,"currency":"EUR","order_id":"%s"}\
    """
        .formatted(time, order);
  }

  private String event(String order, String keys) {
    return body(
        "one",
        "{\"match_keys\":%s,\"event_name\":\"Lead\",\"event_time\":%d,\"order_id\":\"%s\"}"
            .formatted(keys, time, order));
  }

  private static String body(String tag, String... events) {
    return "{\"upload_tag\":\"%s\",\"data\":[%s]}".formatted(tag, String.join(",", events));
  }

  private String event(Vectors vector, String order) {
    ObjectNode customer = JSON.createObjectNode();
    customer.put("external_id", order);
    customer.put("em", "beside@example.com");
    Identifier identifier = Identifier.named(vector.key());
    customer.put(identifier.key(), vector.input());
    if (!vector.region().isEmpty() && identifier != Identifier.COUNTRY) {
      customer.put("country", vector.region());
    }
    ObjectNode event = JSON.createObjectNode();
    event.put("event_name", "Lead").put("event_time", time).put("order_id", order);
    event.set("user_data", customer);
    return JSON.writeValueAsString(event);
  }

  private static JsonNode value(JsonNode event, Identifier identifier) {
    return event
        .path("identifiers")
        .valueStream()
        .filter(value -> value.path("identifier").asString().equals(identifier.key()))
        .findFirst()
        .orElse(JSON.missingNode());
  }

  private static List<String> outcomes(JsonNode event) {
    return event
        .path("identifiers")
        .valueStream()
        .map(value -> {
          JsonNode became = value.path("became");
          String outcome = became.path("outcome").asString();
          String what =
              outcome.equals("dropped")
                  ? became.at("/dropped/code").asString()
                  : became.path("normalized").asString("null");
          return value.path("identifier").asString() + " " + outcome + " " + what;
        })
        .toList();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
