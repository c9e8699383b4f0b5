package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sends its sales to a dataset of its own, and looks what was kept of them. */
final class Shop {

  static final String EVENTS = "/v1/datasets/shop/events";
  static final String NDJSON = "application/x-ndjson";

  /** Whatever is answered, it does not hold this. */
  static final String CUSTOMER = "marked-customer@example.com";

  private static final AtomicInteger lastOrder = new AtomicInteger();

  private final Api api;
  private final JdbcClient sql;
  private long stored;

  Shop(int port, JdbcClient sql) {
    this.api = new Api(port, Api.ADMIN_KEY);
    this.sql = sql;
    assertThat(api.put("/v1/datasets/shop", "{}").status()).isLessThan(300);
    remember();
  }

  Api api() {
    return api;
  }

  static long now() {
    return Instant.now().getEpochSecond() - 60;
  }

  /** The number of an order that there was not yet. */
  static String order() {
    return "ATN" + lastOrder.incrementAndGet();
  }

  static String purchase(String order) {
    return """
    {"match_keys":{"email":"%s"},"event_name":"Purchase","event_time":%d,"value":16,"currency":"USD","order_id":"%s"}\
    """
        .formatted(CUSTOMER, now(), order);
  }

  static String body(String tag, String... events) {
    return "{\"upload_tag\":\"%s\",\"data\":[%s]}".formatted(tag, String.join(",", events));
  }

  Api.Answer post(String body) {
    return api.post(EVENTS, body);
  }

  Api.Answer ndjson(String tag, String lines) {
    return api.call("POST", EVENTS + "?upload_tag=" + tag, lines, "Content-Type", NDJSON);
  }

  long storedEvents() {
    return sql.sql("select count(*) from event_key").query(Long.class).single();
  }

  /** How many events there were when it was last asked to remember. */
  long stored() {
    return stored;
  }

  void remember() {
    stored = storedEvents();
  }

  void assertBatchesHoldWhatTheKeysSay() {
    assertThat(storedEvents())
        .isEqualTo(
            sql.sql("select coalesce(sum(events), 0) from batch").query(Long.class).single());
  }

  void assertProblem(Api.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertNothingStored(answer);
  }

  void assertNothingStored(Api.Answer answer) {
    assertThat(storedEvents()).isEqualTo(stored);
    assertThat(answer.body()).doesNotContain("marked");
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
  }
}
