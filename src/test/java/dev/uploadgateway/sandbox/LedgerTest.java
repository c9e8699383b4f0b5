package dev.uploadgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LedgerTest {

  private final Caller meta = new Caller();

  @AfterEach
  void stop() {
    meta.close();
  }

  @Test
  void a_resend_is_received_again_and_held_once() throws Exception {
    String body = Caller.upload(Caller.conversion("ATN10001"));

    assertThat(meta.postEvents(body).body()).contains("\"events_received\":1");
    assertThat(meta.postEvents(body).body()).contains("\"events_received\":1");

    JsonNode held = meta.held();
    assertThat(held.path("count").intValue()).isEqualTo(1);
    assertThat(held.at("/data/0/received").intValue()).isEqualTo(2);
    assertThat(held.at("/data/0/identical").booleanValue()).isTrue();
    assertThat(held.at("/data/0/calls").toString()).isEqualTo("[1,2]");
    assertThat(held.at("/data/0/dataset").asString()).isEqualTo("123");
    assertThat(held.at("/data/0/upload_tag").asString()).isEqualTo("till");
  }

  @Test
  void the_first_of_two_wins_and_a_changed_byte_is_noticed() throws Exception {
    String first = Caller.conversion("ATN10001");
    meta.postEvents(Caller.data(first));
    meta.postEvents(Caller.data(first.replace("16.00", "16.0")));

    assertThat(meta.held().at("/data/0/identical").booleanValue()).isFalse();
    assertThat(meta.send(meta.to("/_sandbox/events").GET()).body()).contains(first);
  }

  @Test
  void an_event_is_held_as_it_came_whatever_stands_around_it() throws Exception {
    String spaced = Caller.conversion("ATN10001").replace(":", " :\t").replace(",", "\n, ");
    meta.postEvents("{ \"data\" :  [ \n" + spaced + " ,\t" + Caller.conversion("2") + "  ]  }");

    String held = meta.send(meta.to("/_sandbox/events").GET()).body();
    assertThat(held).contains("\"event\":" + spaced + ",\"received\"");
    assertThat(held).contains("\"event\":" + Caller.conversion("2") + ",\"received\"");
  }

  @Test
  void offline_events_differ_by_dataset_time_name_item_and_order() throws Exception {
    String event = Caller.conversion("1");
    meta.postEvents(
        Caller.data(
            event,
            event.replace("1794999000", "1794999001"),
            event.replace("Purchase", "Other"),
            event.replace("\"order_id\"", "\"item_number\":\"2\",\"order_id\""),
            Caller.conversion("2"),
            event.replace("16.00", "17.00")));
    meta.post("/v26.0/456/events", Caller.data(event));

    assertThat(meta.heldCount()).isEqualTo(6);
  }

  @Test
  void without_an_order_the_set_of_match_keys_tells_events_apart() throws Exception {
    String event = Caller.changed(Caller.offline("1"), "{\"order_id\": \"-\"}");
    String other = "{\"match_keys\": {\"lead_id\": \"12345\"}}";
    String reordered = "{\"match_keys\": {\"lead_id\": \"12345\", \"phone\": \"$HASH\"}}";
    meta.postEvents(
        Caller.upload(event, Caller.changed(event, other), Caller.changed(event, reordered)));

    assertThat(meta.held().path("count").intValue()).isEqualTo(2);
    assertThat(meta.held().at("/data/0/received").intValue()).isEqualTo(2);
  }

  @Test
  void after_seven_days_a_resend_counts_twice() throws Exception {
    String body = Caller.data(Caller.conversion("1"));
    meta.postEvents(body);
    meta.now.set(Caller.NOW.plus(Duration.ofDays(7)));
    meta.postEvents(body);
    assertThat(meta.heldCount()).isEqualTo(1);

    meta.now.set(Caller.NOW.plus(Duration.ofDays(7)).plusSeconds(1));
    meta.postEvents(body);
    assertThat(meta.heldCount()).isEqualTo(2);
  }

  @Test
  void events_from_elsewhere_than_a_store_are_recognised_by_their_event_id() throws Exception {
    String change = "{\"action_source\": \"website\", \"event_id\": \"e1\"}";
    String event = Caller.changed(Caller.conversion("1"), change);
    String nameless = Caller.changed(event, "{\"event_id\": \"-\"}");
    meta.postEvents(Caller.data(event, event, nameless, nameless));

    assertThat(meta.heldCount()).isEqualTo(3);
  }

  @Test
  void uploads_show_what_came_under_each_tag() throws Exception {
    meta.postEvents(Caller.upload(Caller.offline("1"), Caller.offline("2")));
    meta.postEvents(Caller.upload(Caller.offline("2")));

    JsonNode short_ = meta.get("/v26.0/123/offline_event_uploads").at("/data/0");
    assertThat(short_.propertyNames())
        .containsExactlyInAnyOrder("id", "upload_tag", "is_excluded_for_lift");
    JsonNode row =
        meta.get(
                "/v16.0/123/uploads?upload_tag=till&fields=api_calls,valid_entries,duplicate_entries,event_stats,event_time_max")
            .at("/data/0");
    assertThat(row.path("api_calls").intValue()).isEqualTo(2);
    assertThat(row.path("valid_entries").intValue()).isEqualTo(2);
    assertThat(row.path("duplicate_entries").intValue()).isEqualTo(1);
    assertThat(row.path("event_stats").asString()).isEqualTo("{\"Purchase\":3}");
    assertThat(row.path("event_time_max").longValue()).isEqualTo(1_794_999_000);
    assertThat(meta.get("/v26.0/456/uploads").path("data").size()).isZero();
  }

  @Test
  void everything_can_be_cleared() throws Exception {
    meta.postEvents(Caller.upload(Caller.offline("1")));
    meta.send(meta.to("/_sandbox").DELETE());

    assertThat(meta.heldCount()).isZero();
    assertThat(meta.get("/_sandbox/calls").path("count").intValue()).isZero();
    assertThat(meta.get("/v26.0/123/uploads").path("data").size()).isZero();
  }
}
