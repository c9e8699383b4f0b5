package dev.uploadgateway.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.outbox.CallRecord;
import dev.uploadgateway.outbox.Claim;
import dev.uploadgateway.outbox.Claims;
import dev.uploadgateway.outbox.ReasonCode;
import dev.uploadgateway.outbox.Settlement;
import dev.uploadgateway.outbox.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A person is taken out of everything that waits, wherever it waits, and nobody else is. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=1d",
      "gateway.dispatch.poll-interval=1d"
    })
@Import(LocalPostgres.class)
@Timeout(60)
class ErasureIT {

  private static final AtomicInteger count = new AtomicInteger();
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final String ANNA = "{\"match_keys\": {\"email\": \"Anna@Example.com\"}}";

  @LocalServerPort int port;
  @Autowired Claims claims;
  @Autowired Settlement settlement;
  @Autowired JdbcClient sql;

  private final long time = Instant.now().getEpochSecond() - 60;
  private String dataset = "";
  private int number;
  private Api api;

  @BeforeEach
  void aDataset() {
    api = new Api(port, Api.ADMIN_KEY);
    dataset = "erasure" + count.incrementAndGet();
    assertThat(api.put("/v1/datasets/" + dataset, "{\"default_country\": \"AT\"}").status())
        .isEqualTo(201);
    number =
        sql.sql("select number from dataset where id = ?")
            .param(dataset)
            .query(Integer.class)
            .single();
  }

  @Test
  void aPersonIsErasedFromRawFrozenAndQuarantinedBatchesAndNobodyElseIs() {
    post("frozen", person("f1", "anna@example.com"), person("f2", "berta@example.com"));
    freeze();
    post("quarantined", person("q1", "anna@example.com"), person("q2", "berta@example.com"));
    settlement.quarantine(claim("quarantined"), ReasonCode.EXPIRED.with("too old"), null);
    post("alone", person("a1", "ANNA@example.com "));
    post("raw", person("r1", "anna@example.com"), person("r2", "berta@example.com"));

    JsonNode erased = erase(ANNA);

    assertThat(erased.path("events_erased").asInt()).isEqualTo(4);
    assertThat(erased.path("events_pending").asInt()).isEqualTo(3);
    assertThat(erased.path("events_quarantined").asInt()).isEqualTo(1);
    assertThat(erased.path("batches_searched").asInt()).isEqualTo(4);
    assertThat(erased.path("batches_in_call")).isEmpty();
    Api.Answer audit = api.get("/v1/audit?action=person_erased&dataset=" + dataset);
    assertThat(audit.json().at("/data/0/details/events").asInt()).isEqualTo(4);
    assertThat(audit.body()).doesNotContainIgnoringCase("anna");
    for (String gone : List.of("f1", "q1", "a1", "r1")) {
      assertThat(api.get("/v1/datasets/" + dataset + "/events/" + gone).status())
          .as(gone)
          .isEqualTo(404);
    }
    for (String stays : List.of("f2", "q2", "r2")) {
      assertThat(api.get("/v1/datasets/" + dataset + "/events/" + stays).status())
          .as(stays)
          .isEqualTo(200);
    }
    assertThat(
            sql.sql("select sum(events) from batch where dataset = ?")
                .param(number)
                .query(Integer.class)
                .single())
        .isEqualTo(3);
    assertThat(
            sql.sql("select count(*) from event_key where dataset = ?")
                .param(number)
                .query(Integer.class)
                .single())
        .isEqualTo(3);
    assertCounts(7, 2, 1, 4);
    assertThat(erase(ANNA).path("events_erased").asInt()).as("nothing is left").isZero();
  }

  @Test
  void whatWasErasedIsNewWhenItIsPostedAgainAndWhatStaysIsStillSentAsItWas() {
    post("till", person("1", "anna@example.com"), person("2", "berta@example.com"));

    erase(ANNA);

    JsonNode again =
        post("till", person("1", "anna@example.com"), person("2", "berta@example.com"));
    assertThat(again.path("events_accepted").asInt()).isEqualTo(1);
    assertThat(again.path("events_duplicate").asInt()).isEqualTo(1);
    assertThat(claim("till").events()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"user_data\": {\"em\": [\"%s\"]}} | 1",
        "{\"match_keys\": {\"phone\": \"+43 664 123\"}, \"user_data\": {\"em\": \"other@example.com\"}} | 1",
        "{\"match_keys\": {\"email\": [\"x@example.com\", \"anna@example.com\"]}} | 1",
        "{\"match_keys\": {\"fn\": \"Anna\", \"ln\": \"Huber\", \"zip\": 1010}} | 1",
        "{\"match_keys\": {\"email\": \"nobody@example.com\"}} | 0",
      })
  void anyIdentifierOfTheirOwnFindsThemRawOrHashedUnderEitherName(String body, int erased) {
    post(
        "till",
        event(
            "1",
            "{\"email\": \"anna@example.com\", \"phone\": \"0664 123\", \"fn\": \"Anna\","
                + " \"ln\": \"Huber\", \"zip\": \"1010\"}"),
        person("2", "berta@example.com"));

    JsonNode answer = erase(body.formatted(hash("anna@example.com")));

    assertThat(answer.path("events_erased").asInt()).isEqualTo(erased);
  }

  @Test
  void whatACallIsCarryingIsNamedAndErasedOnceItIsBack() {
    post("till", person("1", "anna@example.com"), person("2", "berta@example.com"));
    Claim claim = claim("till");
    long batch = batch();

    JsonNode during = erase(ANNA);

    assertThat(during.path("events_erased").asInt()).isZero();
    assertThat(during.at("/batches_in_call/0").asLong()).isEqualTo(batch);
    assertThat(erase("{\"user_data\": {\"em\": \"c@example.com\"}}").path("batches_in_call"))
        .as("who is not in it need not come again")
        .isEmpty();

    settlement.giveBack(claim, Instant.now(), false, null);

    assertThat(erase(ANNA).path("events_erased").asInt()).isEqualTo(1);
    assertThat(claim("till").events()).hasSize(1);
  }

  @Test
  void aClaimWhoseTimeIsOverCannotPutThemBack() {
    post("till", person("1", "anna@example.com"), person("2", "berta@example.com"));
    Claim late = claim("till");
    sql.sql("update batch set due_at = now() - interval '1 second' where dataset = ?")
        .param(number)
        .update();

    assertThat(erase(ANNA).path("events_erased").asInt()).isEqualTo(1);
    freeze(late);

    assertThat(
            sql.sql("select coalesce(wire, 'raw') from batch where dataset = ?")
                .param(number)
                .query(String.class)
                .single())
        .isEqualTo("raw");
    assertThat(claim("till").events()).hasSize(1);
  }

  @Test
  void aBatchThatCannotBeOpenedIsNamed() {
    post("till", person("1", "anna@example.com"));
    sql.sql("update batch set seal_key_id = 'lost' where dataset = ?").param(number).update();

    JsonNode erased = erase(ANNA);

    assertThat(erased.path("events_erased").asInt()).isZero();
    assertThat(erased.at("/batches_unopened/0").asLong()).isEqualTo(batch());
  }

  @Test
  void theirRowsAreErasedFromFilesThatWaitAndFromRefusedRows() {
    String names = "event_time,event_name,Email,value,currency,Notes\n";
    String file =
        names
            + time
            + ",Purchase,anna@example.com,1,EUR,\n"
            + time
            + ",Purchase,berta@example.com,2,EUR,\n"
            + time
            + ",Purchase,clara@example.com,3,EUR,Anna@example.com\n"
            + time
            + ",Purchase,anna@example.com,many,EUR,\n"
            + time
            + ",Purchase,dora@example.com,many,EUR,\n";
    String files = "/v1/datasets/" + dataset + "/files";
    long waiting = upload(files, file);
    long worked = upload(files, file);
    assertThat(api.post(files + "/" + worked + "/start", "{\"upload_tag\": \"files\"}").status())
        .isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get(files + "/" + worked).json().path("state").asString().equals("done"));
    assertThat(api.get(files + "/" + worked + "/refused").body()).contains("anna@example.com");

    JsonNode erased = erase(ANNA);

    assertThat(erased.path("rows_erased").asInt()).isEqualTo(4);
    assertThat(erased.path("events_erased").asInt()).isEqualTo(1);
    assertThat(erased.path("files_searched").asInt()).isEqualTo(2);
    assertThat(api.get(files + "/" + worked + "/refused").body())
        .contains("dora@example.com")
        .doesNotContainIgnoringCase("anna@");
    assertThat(api.get(files + "/" + waiting + "/preview").body())
        .contains("berta@example.com", "dora@example.com")
        .doesNotContainIgnoringCase("anna@");
    assertThat(api.get(files + "/" + waiting).json().path("rows_total").asInt()).isEqualTo(2);
    assertThat(api.post(files + "/" + waiting + "/start", "{\"upload_tag\": \"files\"}").status())
        .isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get(files + "/" + waiting).json().path("state").asString().equals("done"));
    assertThat(api.get(files + "/" + waiting).json().path("rows_processed").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"match_keys\": {\"fn\": \"Zqanna\", \"country\": \"AT\"}} | identifiers_too_weak",
        "{\"match_keys\": {\"client_ip_address\": \"192.0.2.1\"}} | identifiers_too_weak",
        "{} | identifiers_too_weak",
        "{\"match_keys\": {\"email\": \" \"}} | identifiers_too_weak",
        "{\"match_keys\": {\"zqanna@example.com\": \"x\"}} | unknown_field",
        "{\"zqanna@example.com\": {}} | unknown_field",
        "{\"match_keys\": \"zqanna@example.com\"} | invalid_identifiers",
        "{\"match_keys\": {\"email\": {\"zqanna\": 1}}} | invalid_identifiers",
        "{\"match_keys\": {\"email\": zqanna@example.com}} | malformed_json",
        "{\"match_keys\": {\"email\": \"zqanna@example.com\", \"email\": \"x@example.com\"}} | malformed_json",
        "[] | unknown_field",
      })
  void whatFindsNobodyIsRefusedAndNotRepeated(String body, String code) {
    Api.Answer answer = api.post("/v1/datasets/" + dataset + "/erasures", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.body()).doesNotContainIgnoringCase("zqanna");
  }

  /** accepted = pending + delivered + quarantined + discarded, in uploads and in stats. */
  private void assertCounts(int accepted, int pending, int quarantined, int discarded) {
    int[] sums = new int[4];
    for (JsonNode row :
        api.get(
                "/v1/datasets/"
                    + dataset
                    + "/uploads?fields=valid_entries,pending_entries,quarantined_entries,discarded_entries")
            .json()
            .path("data")) {
      sums[0] += row.path("valid_entries").asInt();
      sums[1] += row.path("pending_entries").asInt();
      sums[2] += row.path("quarantined_entries").asInt();
      sums[3] += row.path("discarded_entries").asInt();
    }
    assertThat(sums).containsExactly(accepted, pending, quarantined, discarded);
    JsonNode stats =
        api.get(
                "/v1/datasets/"
                    + dataset
                    + "/stats?aggr_time=upload_time&granularity=daily&summary=true"
                    + "&fields=event,count,pending_count,quarantined_count,discarded_count")
            .json()
            .path("data");
    int[] stated = new int[4];
    for (JsonNode row : stats) {
      stated[0] += row.path("count").asInt();
      stated[1] += row.path("pending_count").asInt();
      stated[2] += row.path("quarantined_count").asInt();
      stated[3] += row.path("discarded_count").asInt();
    }
    assertThat(stated).containsExactly(accepted, pending, quarantined, discarded);
  }

  private JsonNode erase(String body) {
    Api.Answer answer = api.post("/v1/datasets/" + dataset + "/erasures", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode post(String uploadTag, String... events) {
    Api.Answer answer =
        api.post(
            "/v1/datasets/" + dataset + "/events",
            "{\"upload_tag\": \"%s\", \"data\": [%s]}"
                .formatted(uploadTag, String.join(",", events)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json();
  }

  private String person(String order, String email) {
    return event(order, "{\"email\": \"" + email + "\"}");
  }

  private String event(String order, String matchKeys) {
    return """
    {"event_name": "Purchase", "event_time": %d, "order_id": "%s", "value": 10, "currency": "EUR", "match_keys": %s}
    """
        .formatted(time, order, matchKeys);
  }

  private long upload(String files, String csv) {
    Api.Answer answer = api.call("POST", files + "?name=a.csv", csv, "Content-Type", "text/csv");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().path("id").asLong();
  }

  /** All that waits under the tag, as a call takes it. */
  private Claim claim(String uploadTag) {
    sql.sql(
            """
            update batch b set due_at = now() - interval '1 second'
            from upload u
            where u.dataset = b.dataset and u.id = b.upload_id and b.dataset = ? and u.upload_tag = ?
              and b.state = 'pending'
            """)
        .params(number, uploadTag)
        .update();
    return claims.claim(number, 1_000, LEASE).orElseThrow();
  }

  private void freeze() {
    freeze(claim("frozen"));
  }

  private void freeze(Claim claim) {
    List<StoredEvent> frozen = new ArrayList<>();
    for (StoredEvent event : claim.events()) {
      String payload = new String(event.payload(), StandardCharsets.ISO_8859_1);
      String email = payload.contains("anna") ? "anna@example.com" : "berta@example.com";
      String sent = "{\"event_name\": \"Purchase\", \"user_data\": {\"em\": \"%s\"}}";
      frozen.add(event.frozen(sent.formatted(hash(email)).getBytes(StandardCharsets.UTF_8), null));
    }
    CallRecord call =
        new CallRecord(
            Instant.now(),
            12,
            345,
            "deferred",
            new CallRecord.Answer(null, null, null, null, null));
    settlement.freeze(
        claim, Instant.now().plus(Duration.ofHours(1)), call, "conversions_api", frozen);
  }

  private long batch() {
    return sql.sql("select id from batch where dataset = ?")
        .param(number)
        .query(Long.class)
        .single();
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
