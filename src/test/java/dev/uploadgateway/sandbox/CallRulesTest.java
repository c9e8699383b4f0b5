package dev.uploadgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallRulesTest {

  private static final Caller META = new Caller();
  private static final String GOOD = Caller.data(Caller.conversion("1"));

  @AfterAll
  static void stop() {
    META.close();
  }

  @Test
  void a_call_without_a_token_is_2500() throws Exception {
    assertError(
        META.send(META.to("/v26.0/123/events").POST(BodyPublishers.ofString(GOOD))), 400, 2500, 0);
    assertError(META.send(META.to("/v26.0/me").GET()), 400, 2500, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad-token", "expired-token"})
  void a_token_that_is_bad_or_expired_is_190(String token) throws Exception {
    assertError(
        META.send(
            META.to("/v26.0/123/events")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(GOOD))),
        401,
        190,
        463);
  }

  @Test
  void a_token_is_taken_from_the_query_and_from_the_body_too() throws Exception {
    HttpResponse<String> query =
        META.send(META.to("/v26.0/123/events?access_token=t").POST(BodyPublishers.ofString(GOOD)));
    assertThat(query.statusCode()).isEqualTo(200);
    assertThat(META.lastCall().path("token_in_url").booleanValue()).isTrue();

    String body = GOOD.replace("{\"data\"", "{\"access_token\":\"t\",\"data\"");
    HttpResponse<String> member =
        META.send(META.to("/v26.0/123/events").POST(BodyPublishers.ofString(body)));
    assertThat(member.statusCode()).isEqualTo(200);
    assertThat(META.lastCall().path("token_in_url").booleanValue()).isFalse();
    assertThat(META.lastCall().path("headers_seen").path("authorization").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown123", "0"})
  void a_dataset_that_is_not_there_is_100_33(String dataset) throws Exception {
    HttpResponse<String> answer = META.post("/v26.0/" + dataset + "/events", GOOD);

    assertError(answer, 400, 100, 33);
    assertThat(answer.body()).contains("GraphMethodException");
  }

  @Test
  void a_version_that_expired_is_2635() throws Exception {
    assertError(META.post("/v20.0/123/events", GOOD), 400, 2635, 0);
    assertThat(META.post("/v21.0/123/events", GOOD).statusCode()).isEqualTo(200);
    assertThat(META.post("/123/events", GOOD).statusCode()).isEqualTo(200);
    assertThat(META.post("/capi/123/events", GOOD).statusCode()).isEqualTo(200);
  }

  @Test
  void the_offline_dialect_takes_any_version() throws Exception {
    String body = Caller.upload(Caller.offline("1"));

    assertThat(META.post("/v16.0/123/events", body).statusCode()).isEqualTo(200);
    assertThat(META.post("/v26.0/123/events", body).statusCode()).isEqualTo(200);
  }

  @Test
  void a_proof_must_be_64_lowercase_hex_digits() throws Exception {
    HttpResponse<String> answer = META.post("/v26.0/123/events?appsecret_proof=ABC", GOOD);

    assertError(answer, 400, 100, 0);
    assertThat(answer.body()).contains("GraphMethodException", "appsecret_proof");
    assertThat(META.post("/v26.0/123/events?appsecret_proof=" + Caller.HASH, GOOD).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_call_takes_1000_events_and_2000_in_the_offline_dialect() throws Exception {
    String event = Caller.conversion("1");
    String row = Caller.offline("1");

    assertThat(many(event, 1000, "").statusCode()).isEqualTo(200);
    assertError(many(event, 1001, ""), 400, 100, 0);
    assertThat(many(row, 2000, "\"upload_tag\":\"t\",").statusCode()).isEqualTo(200);
    assertError(many(row, 2001, "\"upload_tag\":\"t\","), 400, 100, 0);
  }

  private static HttpResponse<String> many(String event, int count, String members)
      throws Exception {
    String events = String.join(",", Collections.nCopies(count, event));
    return META.postEvents("{" + members + "\"data\":[" + events + "]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":[]}",
        "{}",
        "{\"data\":{}}",
        "{\"data\":[{]}",
        "{\"data\":[]} x",
        "[]",
        ""
      })
  void a_call_without_events_is_100(String body) throws Exception {
    assertError(META.postEvents(body), 400, 100, 0);
  }

  @Test
  void the_dialects_cannot_be_mixed() throws Exception {
    assertError(
        META.postEvents(Caller.upload(Caller.conversion("1"), Caller.offline("2"))), 400, 100, 0);
  }

  @Test
  void the_offline_dialect_needs_an_upload_tag() throws Exception {
    assertError(META.postEvents(Caller.data(Caller.offline("1"))), 400, 100, 0);
  }

  @Test
  void a_namespace_does_not_go_with_match_keys() throws Exception {
    String body =
        Caller.upload(Caller.offline("1"))
            .replace("{\"upload_tag\"", "{\"namespace_id\":99,\"upload_tag\"");

    assertError(META.postEvents(body), 400, 100, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"external_id\":\"7\"} | 200",
        "{\"external_id\":[\"7\"]} | 200",
        "{\"external_id\":[\"7\",\"8\"]} | 400",
        "{\"external_id\":\"7\",\"em\":\"$HASH\"} | 400",
        "{\"em\":\"$HASH\"} | 400"
      })
  void a_namespace_goes_with_one_external_id_in_every_event(String userData, int status)
      throws Exception {
    String alone =
        Caller.changed(Caller.conversion("1"), "{\"user_data\":{\"external_id\":\"1\"}}");
    String event = Caller.changed(Caller.conversion("2"), "{\"user_data\":" + userData + "}");
    String body = "{\"namespace_id\":\"99\",\"data\":[" + alone + "," + event + "]}";

    assertThat(META.postEvents(body).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v26.0", "/v26.0/123/nothing", "/capi/123", "/a/b/c/d"})
  void a_path_that_is_none_is_404_in_the_envelope(String path) throws Exception {
    assertError(META.post(path, GOOD), 404, 2500, 0);
  }

  private static void assertError(HttpResponse<String> answer, int status, int code, int subcode) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Caller.json(answer.body()).at("/error/code").intValue()).isEqualTo(code);
    assertThat(Caller.json(answer.body()).at("/error/error_subcode").asInt(0)).isEqualTo(subcode);
    assertThat(Caller.json(answer.body()).at("/error/fbtrace_id").asString()).startsWith("A");
  }
}
