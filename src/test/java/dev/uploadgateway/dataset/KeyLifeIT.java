package dev.uploadgateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What becomes of a key while it is in use. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(LocalPostgres.class)
class KeyLifeIT {

  private static final String READS =
      "{\"name\": \"till\", \"scopes\": [\"read\"], \"datasets\": [\"961\"]%s}";

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired KeyUse use;

  private Api api;

  @BeforeEach
  void aDataset() {
    api = new Api(port, Api.ADMIN_KEY);
    api.put("/v1/datasets/961", "{}");
  }

  @Test
  void aRotatedKeyHasASuccessorThatMayDoTheSameAndOpensUntilTheOverlapIsOver() {
    Api.Answer old = create(", \"requests_per_second\": 500");
    Instant before = Instant.now();

    Api.Answer rotated =
        api.post("/v1/keys/" + old.text("id") + "/rotate", "{\"overlap\": \"PT1H\"}");

    assertThat(rotated.status()).as(rotated.body()).isEqualTo(201);
    assertThat(rotated.text("key")).startsWith("ugw_" + rotated.text("id") + "_");
    assertThat(rotated.text("replaces")).isEqualTo(old.text("id"));
    assertThat(rotated.json().path("requests_per_second").asInt()).isEqualTo(500);
    assertThat(rotated.json().path("scopes").toString()).isEqualTo("[\"read\"]");
    assertThat(rotated.json().path("datasets").toString()).isEqualTo("[\"961\"]");
    assertThat(rotated.json().path("expires_at").isNull()).isTrue();
    assertThat(Instant.parse(rotated.text("replaced_expires_at")))
        .isBetween(before.plusSeconds(3600), Instant.now().plusSeconds(3600));
    assertThat(opens(rotated)).isEqualTo(200);
    assertThat(opens(old)).isEqualTo(200);
    assertThat(api.get("/v1/keys").body()).doesNotContain(rotated.text("key"));
    JsonNode recorded = api.get("/v1/audit?action=key_rotated&limit=1").json().at("/data/0");
    assertThat(recorded.path("target").asString()).isEqualTo(old.text("id"));
    assertThat(recorded.at("/details/successor").asString()).isEqualTo(rotated.text("id"));
  }

  @Test
  void withoutAnOverlapTheOldOneEndsAtOnce() {
    Api.Answer old = create("");
    assertThat(opens(old)).isEqualTo(200);

    Api.Answer rotated =
        api.post("/v1/keys/" + old.text("id") + "/rotate", "{\"overlap\": \"PT0S\"}");

    assertThat(opens(old)).isEqualTo(401);
    assertThat(opens(rotated)).isEqualTo(200);
    assertThat(api.post("/v1/keys/" + old.text("id") + "/rotate", "{}").code())
        .isEqualTo("expired_key");
    assertThat(api.post("/v1/keys/nobody/rotate", "{}").code()).isEqualTo("unknown_key_id");
  }

  @Test
  void aKeyThatWasToEndIsFollowedByOneThatLastsAsLong() {
    Instant ends = Instant.now().plus(Duration.ofDays(90));
    Api.Answer old = create(", \"expires_at\": \"%s\"".formatted(ends));

    Api.Answer rotated = api.post("/v1/keys/" + old.text("id") + "/rotate", "");

    assertThat(Instant.parse(rotated.text("expires_at"))).isAfterOrEqualTo(ends);
    assertThat(Duration.between(Instant.now(), Instant.parse(rotated.text("replaced_expires_at"))))
        .isBetween(Duration.ofHours(23), Duration.ofHours(24));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "P31D", "a day"})
  void anOverlapIsADurationOfUpToThirtyDays(String overlap) {
    Api.Answer old = create("");

    Api.Answer refused =
        api.post(
            "/v1/keys/" + old.text("id") + "/rotate", "{\"overlap\": \"%s\"}".formatted(overlap));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("field")).isEqualTo("overlap");
    assertThat(opens(old)).isEqualTo(200);
  }

  @Test
  void whenAKeyWasUsedLastIsWrittenDownLaterAndNotByTheRequest() {
    Api.Answer key = create("");
    use.write();
    opens(key);
    assertThat(lastUsed(key)).isEqualTo("null");

    use.write();

    Instant first = Instant.parse(lastUsed(key));
    assertThat(first).isBetween(Instant.now().minusSeconds(60), Instant.now());
    use.write();
    assertThat(Instant.parse(lastUsed(key))).isEqualTo(first);
  }

  @Test
  void aKeyIsForSoManyRequestsInASecond() {
    Api hasty = api.with(create(", \"requests_per_second\": 1").text("key"));

    List<Api.Answer> answers =
        IntStream.range(0, 20).mapToObj(i -> hasty.get("/v1/datasets/961")).toList();

    assertThat(answers.getFirst().status()).isEqualTo(200);
    Api.Answer refused =
        answers.stream().filter(answer -> answer.status() == 429).findFirst().orElseThrow();
    assertThat(refused.code()).isEqualTo("rate_limited");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
  }

  /** The facade asks several times whose key it is, and that is one request. */
  @Test
  void atTheFacadeARequestCountsOnce() {
    String key = create(", \"requests_per_second\": 1").text("key");
    String path = "/v26.0/961?access_token=" + key;

    List<Api.Answer> answers =
        IntStream.range(0, 20).mapToObj(i -> api.with(null).get(path)).toList();

    assertThat(answers.getFirst().status()).as(answers.getFirst().body()).isEqualTo(200);
    Api.Answer refused =
        answers.stream().filter(answer -> answer.status() == 400).findFirst().orElseThrow();
    assertThat(refused.json().at("/error/code").asInt()).isEqualTo(4);
    assertThat(refused.json().at("/error/is_transient").asBoolean()).isTrue();
    assertThat(refused.header("Retry-After")).isEqualTo("1");
  }

  /** As some load balancers tell it: with a port, in brackets, or not at all. */
  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.21:4711", "[2001:db8::1]:4711", "fe80::1%nowhere", "un:known"})
  void aWrongKeyIsOneHoweverTheProxyWritesItsAddress(String address) {
    Api.Answer refused =
        api.with("ugw_wrong").call("GET", "/v1/datasets", "", "X-Forwarded-For", address);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo("unknown_key");
  }

  private Api.Answer create(String further) {
    Api.Answer created = api.post("/v1/keys", READS.formatted(further));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created;
  }

  private int opens(Api.Answer key) {
    return api.with(key.text("key")).get("/v1/datasets/961").status();
  }

  private String lastUsed(Api.Answer key) {
    return api.get("/v1/keys")
        .json()
        .path("data")
        .valueStream()
        .filter(row -> row.path("id").asString().equals(key.text("id")))
        .map(row -> row.path("last_used_at"))
        .map(at -> at.isNull() ? "null" : at.asString())
        .findFirst()
        .orElseThrow();
  }
}
