package dev.uploadgateway.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.DatabaseDump;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.Marked;
import dev.uploadgateway.outbox.CallRecord;
import dev.uploadgateway.outbox.Claim;
import dev.uploadgateway.outbox.Claims;
import dev.uploadgateway.outbox.ReasonCode;
import dev.uploadgateway.outbox.Settlement;
import dev.uploadgateway.outbox.StoredEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A marked customer and marked tokens go through every state that there is, and after each the
 * whole database is dumped and searched for them: raw, hashed, and as bytes.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=1d",
      "gateway.dispatch.poll-interval=1d"
    })
@Import(LocalPostgres.class)
@Timeout(90)
class SealedDatabaseIT {

  private static final String DATASET = "/v1/datasets/dumped";
  private static final Duration LEASE = Duration.ofMinutes(5);

  @LocalServerPort int port;
  @Autowired Claims claims;
  @Autowired Settlement settlement;
  @Autowired JdbcClient sql;
  @Autowired DataSource database;

  private final long time = Instant.now().getEpochSecond() - 60;
  private Api api;

  @BeforeEach
  void aDatasetWithMarkedSecrets() {
    api = new Api(port, Api.ADMIN_KEY);
    String draft =
        "{\"access_token\": \"%s\", \"app_secret\": \"%s\"}"
            .formatted(Marked.GOOD_TOKEN, Marked.APP_SECRET);
    assertThat(api.put(DATASET, draft).status()).isLessThan(300);
  }

  @Test
  void noStateOfAnEventShowsItsCustomerToWhoReadsTheDatabase() {
    post("waiting");
    assertSealed("waiting", "pending");

    Claim claim = claim();
    assertSealed("claimed", "pending");

    freeze(claim);
    assertSealed("frozen", "conversions_api");

    settlement.delivered(claim(), call("accepted"), List.of());
    assertSealed("delivered", "delivered");
    assertThat(
            sql.sql(
                    "select count(*) from batch where state = 'delivered' and num_nulls(envelope, data_key, seal_key_id) < 3")
                .query(Integer.class)
                .single())
        .as("envelopes and keys that outlived their delivery")
        .isZero();

    post("quarantined");
    settlement.quarantine(claim(), ReasonCode.EXPIRED.with("too old"), call("refused"));
    assertSealed("quarantined", "expired");

    assertThat(api.delete(DATASET + "/quarantine").json().path("events_discarded").asInt())
        .isPositive();
    assertSealed("discarded", "dumped-tag");

    post("erased");
    Api.Answer erased =
        api.post(DATASET + "/erasures", "{\"match_keys\": {\"email\": \"" + Marked.EMAIL + "\"}}");
    assertThat(erased.json().path("events_erased").asInt()).isPositive();
    assertSealed("erased", "dumped-tag");
  }

  @Test
  void neitherDoFilesAndTheirRefusedRows() {
    String file =
        "event_time,event_name,Email,First Name,value,currency\n"
            + "%d,Purchase,Zqmark.Mail@Example.COM,Zqfirst,many,EUR\n".formatted(time);
    long id =
        api.call("POST", DATASET + "/files?name=dumped.csv", file, "Content-Type", "text/csv")
            .json()
            .path("id")
            .asLong();
    assertThat(api.get(DATASET + "/files/" + id + "/preview").body()).contains("Zqmark");
    assertSealed("a file that waits", "dumped.csv");

    api.post(DATASET + "/files/" + id + "/start", "{\"upload_tag\": \"dumped-file\"}");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> api.get(DATASET + "/files/" + id).json().path("state").asString().equals("done"));
    assertThat(api.get(DATASET + "/files/" + id + "/refused").body()).contains("Zqmark");
    assertSealed("refused rows", "dumped-file");
  }

  /** So that a new table or column is thought about, and described, before it is there. */
  @Test
  void everyTableAndEveryColumnThatCouldHoldAPersonIsInThePage() throws IOException {
    List<String> page =
        Files.readAllLines(Path.of("src", "docs", "privacy.md")).stream()
            .dropWhile(line ->
                !line.equals(
                    "| table | columns that can hold text, bytes or ids | about a person | how long |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    List<String> missing = new ArrayList<>();
    sql.sql(
            """
            select c.relname as name, a.attname as column
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
              and a.atttypid in (select oid from pg_type
                                 where typcategory in ('S', 'A', 'C') or typname in ('bytea', 'jsonb', 'json', 'uuid'))
            where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = 'public'
            order by 1, 2
            """)
        .query(row -> {
          String table = row.getString("name");
          String column = row.getString("column");
          boolean described =
              page.stream()
                  .filter(line -> line.startsWith("| `" + table + "` |"))
                  .anyMatch(line -> column == null || line.contains("`" + column + "`"));
          if (!described) {
            missing.add(table + "." + column);
          }
        });

    assertThat(missing).isEmpty();
  }

  /**
   * @param shown what shows that the dump holds the state
   */
  private void assertSealed(String state, String shown) {
    String dump = DatabaseDump.text(database);
    assertThat(DatabaseDump.tables(database))
        .contains("batch", "call", "dataset", "file_piece", "upload")
        .anyMatch(table -> table.startsWith("event_key_"));
    assertThat(dump).as(state).contains(shown);
    Marked.assertNoTrace(dump, "the database, " + state);
    Marked.assertNoTrace(DatabaseDump.inflated(database), "compressed bytes, " + state);
  }

  private void post(String order) {
    Api.Answer answer =
        api.post(
            DATASET + "/events",
            """
            {"upload_tag": "dumped-tag", "data": [{"event_name": "Purchase", "event_time": %d, "order_id": "%s",
             "value": 12.5, "currency": "EUR", "match_keys": %s}, {"event_name": "Lead", "event_time": %d,
             "match_keys": %s}]}
            """
                .formatted(time, order, Marked.CUSTOMER, time, Marked.CUSTOMER));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  private Claim claim() {
    sql.sql(
            """
            update batch set due_at = now() - interval '1 second'
            where state = 'pending' and dataset = (select number from dataset where id = 'dumped')
            """)
        .update();
    int number =
        sql.sql("select number from dataset where id = 'dumped'").query(Integer.class).single();
    return claims.claim(number, 1_000, LEASE).orElseThrow();
  }

  private void freeze(Claim claim) {
    List<StoredEvent> frozen = new ArrayList<>();
    String sent =
        "{\"event_name\": \"Purchase\", \"user_data\": {\"em\": \"%s\"}}"
            .formatted(Marked.sha256(Marked.EMAIL));
    claim
        .events()
        .forEach(event -> frozen.add(event.frozen(sent.getBytes(StandardCharsets.UTF_8), null)));
    settlement.freeze(claim, Instant.now(), call("deferred"), "conversions_api", frozen);
  }

  private static CallRecord call(String outcome) {
    return new CallRecord(
        Instant.now(), 12, 345, outcome, new CallRecord.Answer(200, null, null, "trace", null));
  }
}
