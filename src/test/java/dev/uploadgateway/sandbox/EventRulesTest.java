package dev.uploadgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EventRulesTest {

  private static final Caller META = new Caller();

  @AfterAll
  static void stop() {
    META.close();
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvFileSource(
      resources = "bad-conversions-api-events.csv",
      delimiter = '|',
      quoteCharacter = '`',
      maxCharsPerColumn = 2000)
  void one_bad_event_refuses_the_whole_call_without_naming_the_event(
      String what, String change, int subcode) throws Exception {
    String bad = Caller.changed(Caller.conversion("bad"), change);

    HttpResponse<String> answer =
        META.post("/v26.0/rules/events", Caller.data(Caller.conversion("good"), bad));

    JsonNode error = Caller.json(answer.body()).path("error");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error.path("code").intValue()).isEqualTo(100);
    assertThat(error.path("error_subcode").asInt(0)).as(answer.body()).isEqualTo(subcode);
    assertThat(error.path("type").asString()).isEqualTo("OAuthException");
    assertThat(error.path("error_user_msg").asString()).isNotEmpty();
    assertThat(error.path("fbtrace_id").asString()).startsWith("A");
    assertThat(answer.body()).doesNotContain("index", Caller.HASH);
    assertThat(META.heldCount()).isZero();
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvFileSource(resources = "bad-offline-events.csv", delimiter = '|', quoteCharacter = '`')
  void the_offline_dialect_names_every_bad_row(String what, String change, int code)
      throws Exception {
    String bad = Caller.changed(Caller.offline("bad"), change);

    HttpResponse<String> answer =
        META.post("/v16.0/rules/events", Caller.upload(bad, Caller.offline("good"), bad));

    JsonNode error = Caller.json(answer.body()).path("error");
    JsonNode rows = error.path("error_data").path("invalid_entries");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error.path("error_subcode").intValue()).isEqualTo(1815356);
    assertThat(rows.size()).isEqualTo(2);
    assertThat(rows.path(0).path("event_index").intValue()).isZero();
    assertThat(rows.path(1).path("event_index").intValue()).isEqualTo(2);
    assertThat(rows.path(1).path("code").intValue()).isEqualTo(code);
    assertThat(rows.path(1).path("type").asString()).isEqualTo("CodedException");
    assertThat(META.heldCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event_time\": 1789643200}",
        "{\"event_time\": 1795000060}",
        "{\"event_time\": 1794395200, \"action_source\": \"website\"}",
        "{\"user_data\": {\"fn\": \"$HASH\", \"ln\": \"$HASH\"}}",
        "{\"user_data\": {\"madid\": \"38400000-8cf0-11bd-b23e-10b96e40000d\"}}",
        "{\"user_data\": {\"lead_id\": 1234567890123456}}",
        "{\"event_name\": \"Lead\", \"custom_data\": \"-\"}",
        "{\"data_processing_options\": []}",
        "{\"data_processing_options\": [], \"data_processing_options_country\": 0, \"data_processing_options_state\": 0}",
        "{\"data_processing_options\": [\"LDU\"], \"data_processing_options_country\": 1, \"data_processing_options_state\": 1000}",
        "{\"data_processing_options\": [\"LDU\"], \"data_processing_options_country\": 1, \"data_processing_options_state\": 1013}",
        "{\"data_processing_options\": [\"LDU\"], \"data_processing_options_country\": 0, \"data_processing_options_state\": 0,"
            + " \"user_data\": {\"em\": \"$HASH\", \"client_ip_address\": \"192.0.2.1\"}}"
      })
  void what_is_just_good_enough_is_accepted(String change) throws Exception {
    try (Caller meta = new Caller()) {
      HttpResponse<String> answer =
          meta.postEvents(Caller.data(Caller.changed(Caller.conversion("1"), change)));

      assertThat(answer.body()).contains("\"events_received\":1");
    }
  }

  @Test
  void an_extern_id_alone_tells_who_the_customer_is() throws Exception {
    try (Caller meta = new Caller()) {
      String inside = "{\"match_keys\": {\"extern_id\": \"42\"}}";
      String beside = "{\"match_keys\": \"-\", \"extern_id\": \"42\"}";
      HttpResponse<String> answer =
          meta.postEvents(
              Caller.upload(
                      Caller.changed(Caller.offline("1"), inside),
                      Caller.changed(Caller.offline("2"), beside))
                  .replace("{\"upload_tag\"", "{\"namespace_id\":99,\"upload_tag\""));

      assertThat(answer.body()).contains("\"num_processed_entries\":2");
    }
  }
}
