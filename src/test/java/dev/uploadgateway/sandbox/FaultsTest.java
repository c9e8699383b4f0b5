package dev.uploadgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FaultsTest {

  private static final String GOOD = Caller.data(Caller.conversion("1"));

  private final Caller meta = new Caller();

  @AfterEach
  void stop() {
    meta.close();
  }

  @ParameterizedTest
  @CsvSource({"1,500", "2,503", "190,401", "10,403", "200,403", "100,400", "21009,400", "-3,500"})
  void an_error_is_answered_once_with_the_status_that_is_usual_for_it(int code, int status)
      throws Exception {
    meta.fault("{\"kind\":\"error\",\"code\":%d,\"error_subcode\":7}".formatted(code));

    HttpResponse<String> answer = meta.postEvents(GOOD);
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode error = Caller.json(answer.body()).path("error");
    assertThat(error.path("code").intValue()).isEqualTo(code);
    assertThat(error.path("error_subcode").intValue()).isEqualTo(7);
    assertThat(meta.heldCount()).isZero();
    assertThat(meta.lastCall().path("fault").asString()).isEqualTo("error");
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(200);
  }

  @Test
  void faults_come_in_order_as_often_as_told_and_to_their_dataset_only() throws Exception {
    meta.fault("{\"kind\":\"error\",\"code\":2,\"times\":2,\"dataset\":\"123\"}");
    meta.fault("{\"kind\":\"html\",\"times\":-1,\"dataset\":\"123\"}");

    assertThat(meta.post("/v26.0/456/events", GOOD).statusCode()).isEqualTo(200);
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(503);
    assertThat(meta.get("/_sandbox/faults").at("/data/0/times_left").intValue()).isEqualTo(1);
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(503);
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(502);
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(502);
    meta.send(meta.to("/_sandbox/faults").DELETE());
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(200);
  }

  @Test
  void a_standing_fault_strikes_about_one_call_in_so_many_and_the_same_ones_for_the_same_seed()
      throws Exception {
    List<Integer> first = statusesUnder("{\"kind\":\"html\",\"times\":-1,\"one_in\":3,\"seed\":7}");
    List<Integer> again = statusesUnder("{\"kind\":\"html\",\"times\":-1,\"one_in\":3,\"seed\":7}");
    List<Integer> other = statusesUnder("{\"kind\":\"html\",\"times\":-1,\"one_in\":3,\"seed\":8}");

    assertThat(first).containsOnly(200, 502).isEqualTo(again).isNotEqualTo(other);
    assertThat(Collections.frequency(first, 502)).isBetween(10, 30);
  }

  private List<Integer> statusesUnder(String fault) throws Exception {
    meta.fault(fault);
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      statuses.add(meta.postEvents(GOOD).statusCode());
    }
    meta.send(meta.to("/_sandbox/faults").DELETE());
    return statuses;
  }

  @Test
  void faults_of_one_kind_are_cleared_and_others_stay() throws Exception {
    meta.fault("{\"kind\":\"html\",\"times\":-1}");
    meta.fault("{\"kind\":\"invalid_event\",\"order_id\":\"guilty\"}");

    assertThat(meta.send(meta.to("/_sandbox/faults?kind=earthquake").DELETE()).statusCode())
        .isEqualTo(400);
    meta.send(meta.to("/_sandbox/faults?kind=html").DELETE());

    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(200);
    assertThat(meta.postEvents(Caller.data(Caller.conversion("guilty"))).statusCode())
        .isEqualTo(400);
  }

  @Test
  void a_page_of_html_is_what_a_proxy_answers() throws Exception {
    meta.fault("{\"kind\":\"html\",\"processed\":true}");

    HttpResponse<String> answer = meta.postEvents(GOOD);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(answer.body()).startsWith("<!DOCTYPE html>");
    assertThat(meta.heldCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"false,0", "true,1"})
  void a_hanging_call_is_never_answered(boolean processed, int held) throws Exception {
    meta.fault("{\"kind\":\"hang\",\"processed\":%s}".formatted(processed));

    assertThatThrownBy(() ->
            meta.send(
                meta.to("/v26.0/123/events?access_token=t")
                    .timeout(Duration.ofMillis(300))
                    .POST(BodyPublishers.ofString(GOOD))))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(meta.heldCount()).isEqualTo(held);
    assertThat(meta.lastCall().path("http_status").isNull()).isTrue();
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(200);
    assertThat(meta.heldCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"false,0", "true,1"})
  void a_connection_is_reset(boolean processed, int held) throws Exception {
    meta.fault("{\"kind\":\"reset\",\"processed\":%s}".formatted(processed));

    assertThatThrownBy(() -> meta.postEvents(GOOD)).isInstanceOf(IOException.class);
    assertThat(meta.heldCount()).isEqualTo(held);
    assertThat(meta.lastCall().path("fault").asString()).isEqualTo("reset");
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(200);
  }

  @Test
  void a_slow_call_is_answered_in_the_end() throws Exception {
    meta.fault("{\"kind\":\"slow\",\"millis\":200,\"dataset\":null,\"code\":null}");

    long before = System.nanoTime();
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(meta.heldCount()).isEqualTo(1);
  }

  @Test
  void a_slow_call_stays_slow_where_faults_of_another_kind_are_cleared() throws Exception {
    meta.fault("{\"kind\":\"slow\",\"millis\":200}");
    meta.send(meta.to("/_sandbox/faults?kind=error").DELETE());

    long before = System.nanoTime();
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void one_invalid_event_refuses_its_call_until_it_is_cleared() throws Exception {
    meta.fault("{\"kind\":\"invalid_event\",\"order_id\":\"guilty\"}");
    String both = Caller.data(Caller.conversion("1"), Caller.conversion("guilty"));

    for (int i = 0; i < 2; i++) {
      JsonNode error = Caller.json(meta.postEvents(both).body()).path("error");
      assertThat(error.path("error_subcode").intValue()).isEqualTo(2804036);
      assertThat(error.has("error_data")).isFalse();
    }
    assertThat(meta.heldCount()).isZero();
    assertThat(meta.postEvents(GOOD).statusCode()).isEqualTo(200);
  }

  @Test
  void the_offline_dialect_names_the_invalid_event() throws Exception {
    meta.fault("{\"kind\":\"invalid_event\",\"order_id\":\"guilty\",\"error_subcode\":2804001}");

    JsonNode row =
        Caller.json(
                meta.postEvents(Caller.upload(Caller.offline("1"), Caller.offline("guilty")))
                    .body())
            .at("/error/error_data/invalid_entries/0");
    assertThat(row.path("event_index").intValue()).isEqualTo(1);
    assertThat(row.path("code").intValue()).isEqualTo(2804001);
  }

  @Test
  void an_invalid_event_that_nobody_named_is_the_first_that_comes_and_stays_invalid()
      throws Exception {
    meta.fault("{\"kind\":\"invalid_event\",\"times\":1,\"dataset\":\"123\"}");
    String guilty = Caller.conversion("1");

    assertThat(meta.postEvents(Caller.data(guilty, Caller.conversion("2"))).statusCode())
        .isEqualTo(400);
    assertThat(meta.postEvents(Caller.data(Caller.conversion("2"))).statusCode()).isEqualTo(200);
    for (int i = 0; i < 2; i++) {
      assertThat(meta.postEvents(Caller.data(Caller.conversion("3"), guilty)).statusCode())
          .isEqualTo(400);
    }
    assertThat(meta.postEvents(Caller.data(Caller.conversion("3"))).statusCode()).isEqualTo(200);
    meta.send(meta.to("/_sandbox/faults?kind=invalid_event").DELETE());
    assertThat(meta.postEvents(Caller.data(guilty)).statusCode()).isEqualTo(200);
  }

  @Test
  void as_many_events_as_were_ordered_are_invalid() throws Exception {
    meta.fault("{\"kind\":\"invalid_event\",\"times\":2}");

    for (String order : new String[] {"1", "2", "1", "2"}) {
      assertThat(meta.postEvents(Caller.data(Caller.conversion(order))).statusCode())
          .isEqualTo(400);
    }
    assertThat(meta.postEvents(Caller.data(Caller.conversion("3"))).statusCode()).isEqualTo(200);
  }

  @Test
  void every_nth_order_is_invalid_in_whatever_call_it_comes() throws Exception {
    meta.fault("{\"kind\":\"invalid_event\",\"every\":2}");

    int refused = 0;
    for (int i = 0; i < 10; i++) {
      int first = meta.postEvents(Caller.data(Caller.conversion("A" + i))).statusCode();
      assertThat(meta.postEvents(Caller.data(Caller.conversion("A" + i))).statusCode())
          .isEqualTo(first);
      refused += first == 400 ? 1 : 0;
    }
    assertThat(refused).isEqualTo(5);
  }

  @Test
  void a_throttle_tells_when_to_come_back() throws Exception {
    meta.fault("{\"kind\":\"throttle\",\"minutes\":5}");
    meta.fault("{\"kind\":\"throttle\",\"code\":4}");

    HttpResponse<String> business = meta.postEvents(GOOD);
    assertThat(business.statusCode()).isEqualTo(400);
    assertThat(business.body()).contains("\"code\":80004", "\"error_subcode\":2446079");
    assertThat(business.headers().firstValue("X-Business-Use-Case-Usage").orElse(""))
        .contains("\"estimated_time_to_regain_access\":5");
    HttpResponse<String> app = meta.postEvents(GOOD);
    assertThat(app.body()).contains("\"code\":4");
    assertThat(app.headers().firstValue("X-App-Usage").orElse("")).contains("\"call_count\":100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"earthquake\"}",
        "{\"kind\":\"error\",\"tims\":3}",
        "{\"kind\":\"error\",\"times\":\"3\"}",
        "{\"kind\":\"error\",\"times\":0}",
        "{\"kind\":\"error\",\"http_status\":99}",
        "{\"kind\":\"error\",\"one_in\":0}",
        "{\"kind\":\"invalid_event\",\"every\":0}",
        "{\"kind\":\"invalid_event\",\"every\":2,\"one_in\":3}",
        "{}",
        "[]",
        "x"
      })
  void an_order_that_makes_no_sense_is_refused_with_a_reason(String order) throws Exception {
    HttpResponse<String> answer = meta.post("/_sandbox/faults", order);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Caller.json(answer.body()).at("/error/message").asString()).isNotEmpty();
    assertThat(meta.get("/_sandbox/faults").path("count").intValue()).isZero();
  }
}
