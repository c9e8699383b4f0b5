package dev.uploadgateway.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.outbox.ByHand;
import dev.uploadgateway.outbox.Claims;
import dev.uploadgateway.outbox.Given;
import dev.uploadgateway.outbox.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

@SpringBootTest
@Import(ByHand.class)
class RewrappingIT {

  @Autowired Rewrapping rewrapping;
  @Autowired Seal seal;
  @Autowired Given given;
  @Autowired Claims claims;
  @Autowired JdbcClient jdbc;
  @Autowired MeterRegistry meters;
  @Autowired List<SealedRows> tables;

  @Value("${gateway.seal.previous-keys.1}")
  String earlierKey;

  @Test
  void whatAnEarlierKeyWrapsIsWrappedAnewAndNoEnvelopeIsTouched() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    long pending = given.batch(lane, given.entries("pending", 3));
    long quarantined = given.batch(lane, given.entries("quarantined", 2));
    quarantine(dataset, quarantined);
    wrapByEarlierKey(dataset, pending, quarantined);
    String envelopes = envelopes(dataset);

    rewrapping.pass();

    assertThat(given.column(dataset, pending, "seal_key_id")).isEqualTo("2");
    assertThat(given.column(dataset, quarantined, "seal_key_id")).isEqualTo("2");
    assertThat(envelopes(dataset)).isEqualTo(envelopes);
    assertThat(claims.claim(dataset, 1_000, Given.LEASE).orElseThrow().events()).hasSize(3);
    assertThat(meters.counter("gateway.seal.rewrapped", "table", "batch").count())
        .isGreaterThanOrEqualTo(2);
    assertThat(underKey("batch", "1")).as("nothing is left under the earlier key").isZero();
    assertThat(underKey("batch", "2")).isPositive();
  }

  @Test
  void tokensAndPiecesOfFilesAreWrappedAnewToo() {
    int dataset = given.dataset();
    String id =
        jdbc.sql("select id from dataset where number = ?")
            .param(dataset)
            .query(String.class)
            .single();
    Sealed token = earlier().seal(new byte[] {1}, "dataset/" + id + "/access_token");
    Sealed secret = earlier().seal(new byte[] {2}, "dataset/" + id + "/app_secret");
    jdbc.sql(
            """
            update dataset
            set access_token_key_id = ?, access_token_wrapped_key = ?, access_token_envelope = ?,
                app_secret_key_id = ?, app_secret_wrapped_key = ?, app_secret_envelope = ?
            where number = ?
            """)
        .params(token.keyId(), token.wrappedKey(), token.envelope())
        .params(secret.keyId(), secret.wrappedKey(), secret.envelope(), dataset)
        .update();
    long file =
        jdbc.sql(
                """
                insert into file (dataset, name, state, created_at, changed_at)
                values (?, 'a.csv', 'ready', now(), now()) returning id
                """)
            .param(dataset)
            .query(Long.class)
            .single();
    String place = "file:%d:%d:rows:7".formatted(dataset, file);
    Sealed piece = earlier().seal(new byte[] {3}, place);
    jdbc.sql("insert into file_piece values (?, ?, 'rows', 7, 1, ?, ?, ?)")
        .params(dataset, file, piece.keyId(), piece.wrappedKey(), piece.envelope())
        .update();

    rewrapping.pass();

    Map<String, Object> row =
        jdbc.sql("select * from dataset where number = ?").param(dataset).query().singleRow();
    assertThat(row)
        .containsEntry("access_token_key_id", "2")
        .containsEntry("app_secret_key_id", "2");
    assertThat(
            seal.open(
                new Sealed("2", (byte[]) row.get("access_token_wrapped_key"), token.envelope()),
                "dataset/" + id + "/access_token"))
        .containsExactly(1);
    assertThat(
            seal.open(
                new Sealed("2", (byte[]) row.get("app_secret_wrapped_key"), secret.envelope()),
                "dataset/" + id + "/app_secret"))
        .containsExactly(2);
    byte[] wrapped =
        jdbc.sql("select data_key from file_piece where dataset = ? and seal_key_id = '2'")
            .param(dataset)
            .query(byte[].class)
            .single();
    assertThat(seal.open(new Sealed("2", wrapped, piece.envelope()), place)).containsExactly(3);
  }

  @Test
  void oneThatCannotBeOpenedStopsNoOtherAndStaysAsItIs() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    long broken = given.batch(lane, given.entries("broken", 1));
    long unknown = given.batch(lane, given.entries("unknown", 1));
    long sound = given.batch(lane, given.entries("sound", 1));
    wrapByEarlierKey(dataset, broken, unknown, sound);
    set(dataset, broken, "data_key = set_byte(data_key, 20, get_byte(data_key, 20) # 1)");
    set(dataset, unknown, "seal_key_id = 'lost'");

    rewrapping.pass();

    assertThat(given.column(dataset, sound, "seal_key_id")).isEqualTo("2");
    assertThat(given.column(dataset, broken, "seal_key_id")).isEqualTo("1");
    assertThat(given.column(dataset, unknown, "seal_key_id")).isEqualTo("lost");
    assertThat(underKey("batch", "lost")).isPositive();
    // Whoever claims them names and quarantines them, and gets the sound one.
    assertThat(claims.claim(dataset, 1_000, Given.LEASE).orElseThrow().events()).hasSize(1);
    for (long batch : new long[] {broken, unknown}) {
      assertThat(given.column(dataset, batch, "state")).isEqualTo("quarantined");
      assertThat(given.column(dataset, batch, "reason_code")).isEqualTo("seal_broken");
      jdbc.sql("delete from batch where dataset = ? and id = ?").params(dataset, batch).update();
    }
  }

  @Test
  void severalReplicasRewrapAtOnceAndEachRowOnce() throws Exception {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    for (int i = 0; i < 450; i++) {
      given.batch(lane, given.entries("many" + i + " ", 1));
    }
    jdbc.sql("select id from batch where dataset = ?")
        .param(dataset)
        .query(Long.class)
        .list()
        .forEach(batch -> wrapByEarlierKey(dataset, batch));
    double before = meters.counter("gateway.seal.rewrapped", "table", "batch").count();

    try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> passes =
          List.of(replicas.submit(rewrapping::pass), replicas.submit(rewrapping::pass));
      for (Future<?> pass : passes) {
        pass.get();
      }
    }
    // What one had locked while the other came by is left to the next pass.
    rewrapping.pass();

    assertThat(
            given.number(
                "select count(*) from batch where dataset = ? and seal_key_id <> '2'", dataset))
        .isZero();
    assertThat(meters.counter("gateway.seal.rewrapped", "table", "batch").count() - before)
        .isEqualTo(450);
  }

  @Test
  void everyTableThatHoldsADataKeyIsLookedThrough() {
    List<String> columns =
        jdbc.sql(
                """
                select distinct table_name from information_schema.columns
                where table_schema = 'public' and (column_name like '%data_key' or column_name like '%wrapped_key')
                """)
            .query(String.class)
            .list();

    assertThat(columns).isNotEmpty();
    assertThat(tables.stream().map(SealedRows::table).distinct())
        .containsExactlyInAnyOrderElementsOf(columns);
  }

  private double underKey(String table, String key) {
    return meters.get("gateway.seal.data.keys").tags("table", table, "key", key).gauge().value();
  }

  private Seal earlier() {
    SealProperties properties =
        new SealProperties(earlierKey, null, null, "1", Map.of(), Duration.ofMinutes(5));
    MockEnvironment sandbox = new MockEnvironment();
    sandbox.setActiveProfiles("sandbox"); // it is a weak one
    return new Seal(new KeyRing(properties, sandbox));
  }

  private void wrapByEarlierKey(int dataset, long... batches) {
    for (long batch : batches) {
      String place = "batch/" + dataset + "/" + batch;
      Map<String, Object> row =
          jdbc.sql("select seal_key_id, data_key, envelope from batch where dataset = ? and id = ?")
              .params(dataset, batch)
              .query()
              .singleRow();
      byte[] plain =
          seal.open(
              new Sealed(
                  (String) row.get("seal_key_id"),
                  (byte[]) row.get("data_key"),
                  (byte[]) row.get("envelope")),
              place);
      Sealed sealed = earlier().seal(plain, place);
      jdbc.sql(
              "update batch set seal_key_id = ?, data_key = ?, envelope = ? where dataset = ? and id = ?")
          .params(sealed.keyId(), sealed.wrappedKey(), sealed.envelope(), dataset, batch)
          .update();
    }
  }

  private void quarantine(int dataset, long batch) {
    set(
        dataset,
        batch,
        "state = 'quarantined', reason_code = 'expired', reason = 'too old', settled_at = now()");
  }

  private void set(int dataset, long batch, String change) {
    jdbc.sql("update batch set " + change + " where dataset = ? and id = ?")
        .params(dataset, batch)
        .update();
  }

  private String envelopes(int dataset) {
    return jdbc.sql(
            "select string_agg(encode(envelope, 'hex'), ' ' order by id) from batch where dataset = ?")
        .param(dataset)
        .query(String.class)
        .single();
  }
}
