package dev.uploadgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.console.RunningConsole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@RunningConsole
class AuditIT {

  private static final String TOKEN = "EAAmarkedTokenOfASystemUser";
  private static final String PERSON = "marked-person";

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired Audit audit;
  @Autowired Counted counted;
  @Autowired Clock clock;
  @Autowired Meta meta;

  private Api admin;
  private Api clerk;
  private String clerksKey;
  private String dataset;

  /** Somebody with a key of their own, whose dataset has no token: nothing is sent. */
  @BeforeEach
  void aClerk() {
    admin = new Api(port, Api.ADMIN_KEY);
    clerksKey =
        admin.post("/v1/keys", "{\"name\": \"clerk\", \"scopes\": [\"admin\"]}").text("key");
    clerk = admin.with(clerksKey);
    dataset = "audit_" + Long.toString(System.nanoTime(), 36);
  }

  @Test
  void whatPeopleDoToADatasetIsThereWithWhoDidIt() {
    clerk.put(path(""), "{}");
    admin.put(path(""), "{\"name\": \"Shop\", \"test_event_code\": \"TEST1\"}");
    admin.put(path(""), "{\"name\": \"Shop\", \"test_event_code\": \"TEST1\"}");
    quarantined("1", "2", "3", "4");
    clerk.post(path("/quarantine/" + key() + "/correct"), event("9"));
    clerk.post(path("/quarantine/release?reason=expired&order_id=" + PERSON + "1"), "");
    clerk.delete(path("/quarantine?upload_tag=" + PERSON));
    clerk.delete(path("/quarantine?upload_tag=" + PERSON));
    String file = file();
    clerk.put(path("/mappings/weekly"), "{}");
    clerk.delete(path("/mappings/weekly"));

    assertThat(trail())
        .containsExactly(
            "CLERK dataset_created null {\"fields\":[]}",
            "admin key dataset_changed null {\"fields\":[\"name\",\"test_event_code\"]}",
            "CLERK quarantine_corrected null {\"by\":[\"event\"],\"events\":1}",
            "CLERK quarantine_released null {\"by\":[\"reason\",\"order_id\"],\"events\":1}",
            "CLERK quarantine_discarded null {\"by\":[\"upload_tag\"],\"events\":2}",
            "CLERK file_uploaded " + file + " {\"bytes\":68}",
            "CLERK file_started " + file + " {}",
            "CLERK refused_rows_downloaded " + file + " {}",
            "CLERK file_deleted " + file + " {}",
            "CLERK mapping_put weekly {}",
            "CLERK mapping_deleted weekly {}");
    assertThat(
            sql.sql("select string_agg(audit::text, ' ') from audit").query(String.class).single())
        .doesNotContainIgnoringCase("marked", clerksKey, Api.ADMIN_KEY);
  }

  @Test
  void whatIsNoDatasetsIdHasNoTrail() {
    assertThat(admin.get("/v1/audit?dataset=%00").code()).isEqualTo("invalid_parameter");
    assertThat(admin.get("/v1/businesses/77/datasets?as=%00").code()).isEqualTo("unknown_dataset");
  }

  @Test
  void whatIsAdministeredAtMetaIsThereToo() {
    String created =
        clerk
            .post(
                "/v1/businesses/77/datasets",
                "{\"name\": \"Event set\", \"access_token\": \"%s\"}".formatted(TOKEN))
            .text("id");
    dataset = created;
    clerk.post(path("/adaccounts"), "{\"account_id\": \"act_55\", \"business\": \"77\"}");
    clerk.post(path("/agencies"), "{\"business\": \"78\"}");
    meta.ad("{\"id\": \"%s9\", \"account_id\": \"55\", \"tracking_specs\": []}".formatted(created));
    clerk.post(path("/ads/" + created + "9/tracking"), "");
    clerk
        .with(null)
        .post("/v26.0/%s/agencies?business=79&access_token=%s".formatted(created, clerksKey), "");
    clerk.put(path(""), "{\"access_token\": \"%sX\"}".formatted(TOKEN));
    clerk.delete(path(""));

    assertThat(trail())
        .containsExactly(
            "CLERK dataset_created_at_meta null {\"business\":\"77\"}",
            "CLERK dataset_created null {\"fields\":[\"name\",\"access_token\"]}",
            "CLERK ad_account_assigned 55 {\"business\":\"77\",\"account_id\":\"55\"}",
            "CLERK dataset_shared 78 {}",
            "CLERK ad_tracked " + created + "9 {}",
            "CLERK dataset_shared 79 {}",
            "CLERK dataset_changed null {\"fields\":[\"name\",\"access_token\"]}",
            "CLERK dataset_deleted null {}");
    assertThat(
            sql.sql("select string_agg(audit::text, ' ') from audit").query(String.class).single())
        .doesNotContain(TOKEN, clerksKey);
  }

  @Test
  void keysAreThereByTheirPublicIdWithWhatTheyMayDo() {
    Api.Answer key =
        clerk.post(
            "/v1/keys",
            "{\"name\": \"x\", \"scopes\": [\"read\"], \"datasets\": [\"1\"], \"expires_at\": \"2100-01-01T00:00:00Z\"}");
    clerk.delete("/v1/keys/" + key.text("id"));
    clerk.delete("/v1/keys/" + key.text("id"));

    List<JsonNode> rows =
        admin.get("/v1/audit?limit=10").json().path("data").valueStream().limit(2).toList();

    assertThat(rows.get(1).path("target").asString()).isEqualTo(key.text("id"));
    assertThat(rows.get(1).path("details").toString())
        .isEqualTo(
            "{\"scopes\":[\"read\"],\"datasets\":[\"1\"],\"expires_at\":\"2100-01-01T00:00:00Z\"}");
    assertThat(rows.get(0).path("action").asString()).isEqualTo("key_deleted");
    assertThat(rows).allSatisfy(row -> assertThat(who(row)).isEqualTo("CLERK"));
  }

  @Test
  void whatIsNotRecordedIsNotDoneAndWhatIsNotDoneIsNotRecorded() {
    clerk.put(path(""), "{}");
    quarantined("1");
    sql.sql("alter table audit rename to audit_away").update();
    try {
      assertThat(clerk.put(path(""), "{\"name\": \"Other\"}").status()).isEqualTo(500);
      assertThat(clerk.delete(path("/quarantine")).status()).isEqualTo(500);
    } finally {
      sql.sql("alter table audit_away rename to audit").update();
    }
    assertThat(clerk.get(path("")).json().path("name").isNull()).isTrue();
    assertThat(clerk.get(path("/quarantine")).json().path("data")).hasSize(1);

    assertThat(clerk.delete(path("")).code()).isEqualTo("dataset_in_use");
    assertThat(trail()).containsExactly("CLERK dataset_created null {\"fields\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit set who = 'nobody'",
        "delete from audit",
        "delete from audit where at > now() - interval '29 days'",
        "truncate audit"
      })
  void noStatementChangesWhatIsThere(String statement) {
    assertThatThrownBy(() -> sql.sql(statement).update())
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("audit is append-only");
  }

  @Test
  void whatIsOlderThanItsRetentionGoes() {
    append("old", "731 days");
    append("young", "729 days");

    new Retention(sql, new AuditProperties(Duration.ofDays(730)), clock).keep();

    assertThat(
            sql.sql("select who from audit where who in ('old', 'young')")
                .query(String.class)
                .list())
        .containsExactly("young");
    assertThatThrownBy(() -> new AuditProperties(Duration.ofDays(29)))
        .hasMessageContaining("gateway.audit.retention");
  }

  @Test
  void aPageLeadsToTheNextAndFiltersNarrow() {
    clerk.put(path(""), "{}");
    Instant between = Instant.now();
    clerk.put(path(""), "{\"name\": \"b\"}");
    clerk.put(path(""), "{\"name\": \"c\"}");

    JsonNode first = admin.get("/v1/audit?limit=2&dataset=" + dataset).json();
    JsonNode second =
        admin
            .get(
                "/v1/audit?limit=2&dataset=%s&after=%s"
                    .formatted(dataset, first.path("after").asString()))
            .json();

    assertThat(first.path("data").findValuesAsString("action"))
        .containsExactly("dataset_changed", "dataset_changed");
    assertThat(second.path("data").findValuesAsString("action")).containsExactly("dataset_created");
    assertThat(second.has("after")).isFalse();
    assertThat(count("&action=dataset_created")).isEqualTo(1);
    assertThat(count("&since=" + between)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"action, stolen", "since, yesterday", "limit, 0", "limit, 1001", "after, x"})
  void aParameterThatIsNotUnderstoodIsRefused(String parameter, String value) {
    Api.Answer answer = admin.get("/v1/audit?%s=%s".formatted(parameter, value));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("parameter")).isEqualTo(parameter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"anna@example.com", "Anna Huber", "", "a\nb", "ä"})
  void whatMayBeOfACustomerIsNotTaken(String value) {
    assertThatThrownBy(() -> audit.record(Action.PERSON_ERASED, "1", value, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> audit.record(Action.PERSON_ERASED, "1", null, Map.of("by", List.of(value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The audit takes ids, words and counts only");
  }

  @Test
  void ofRefusedLoginsOnlyTheNumberIsThere() {
    counted.record();
    counted.loginRefused();
    counted.loginRefused();

    counted.record();
    counted.record();

    JsonNode row = admin.get("/v1/audit?action=logins_refused&limit=1").json().at("/data/0");
    assertThat(row.path("who").asString()).isEqualTo("gateway");
    assertThat(row.path("details").toString()).isEqualTo("{\"count\":2}");
  }

  private String path(String further) {
    return "/v1/datasets/" + dataset + further;
  }

  private static String event(String order) {
    return """
    {"event_name": "Purchase", "event_time": %d, "order_id": "%s", "currency": "EUR", "value": 1,
     "match_keys": {"email": "%s@example.com"}}\
    """
        .formatted(Instant.now().getEpochSecond() - 60, PERSON + order, PERSON);
  }

  private void quarantined(String... orders) {
    for (String order : orders) {
      Api.Answer answer =
          clerk.post(
              path("/events"),
              "{\"upload_tag\": \"%s\", \"data\": [%s]}".formatted(PERSON, event(order)));
      assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    }
    sql.sql(
            """
            update batch
            set state = 'quarantined', reason_code = 'expired', reason = 'Too old', settled_at = now()
            where dataset = (select number from dataset where id = ?)
            """)
        .param(dataset)
        .update();
    sql.sql(
            """
            update upload
            set quarantined = (select coalesce(sum(events), 0) from batch b
                               where b.dataset = upload.dataset and b.upload_id = upload.id and b.state = 'quarantined')
            where dataset = (select number from dataset where id = ?)
            """)
        .param(dataset)
        .update();
  }

  /** Of the last event that came into quarantine. */
  private String key() {
    JsonNode rows = clerk.get(path("/quarantine")).json().path("data");
    return rows.get(rows.size() - 1).at("/event_keys/0").asString();
  }

  private String file() {
    Api.Answer file =
        clerk.call(
            "POST",
            path("/files?name=" + PERSON + ".csv"),
            "email;order_id;event_time\n" + PERSON + "@example.com;" + PERSON + ";x\n",
            "Content-Type",
            "text/csv");
    assertThat(file.status()).as(file.body()).isEqualTo(201);
    String id = file.json().path("id").toString();
    clerk.post(
        path("/files/" + id + "/start"),
        "{\"upload_tag\": \"f\", \"mapping\": {\"constants\": {\"event_name\": \"Lead\"}}}");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> clerk.get(path("/files/" + id)).text("state").equals("done"));
    assertThat(clerk.get(path("/files/" + id + "/refused")).body()).contains(PERSON);
    assertThat(clerk.delete(path("/files/" + id)).status()).isEqualTo(204);
    return id;
  }

  private void append(String who, String age) {
    sql.sql(
            "insert into audit (at, who, what) values (now() - cast(? as interval), ?, 'key_created')")
        .params(age, who)
        .update();
  }

  private int count(String filter) {
    return admin.get("/v1/audit?dataset=" + dataset + filter).json().path("data").size();
  }

  /** What was done to the dataset, the oldest first. */
  private List<String> trail() {
    return admin
        .get("/v1/audit?dataset=" + dataset)
        .json()
        .path("data")
        .valueStream()
        .toList()
        .reversed()
        .stream()
        .map(row ->
            "%s %s %s %s"
                .formatted(
                    who(row),
                    row.path("action").asString(),
                    row.path("target").isNull() ? null : row.path("target").asString(),
                    row.path("details")))
        .toList();
  }

  private String who(JsonNode row) {
    String who = row.path("who").asString();
    return who.equals(clerksKey.split("_", 3)[1]) ? "CLERK" : who;
  }
}
