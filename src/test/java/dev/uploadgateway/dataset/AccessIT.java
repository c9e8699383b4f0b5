package dev.uploadgateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({LocalPostgres.class, AccessIT.OtherRooms.class})
@ExtendWith(OutputCaptureExtension.class)
class AccessIT {

  @LocalServerPort int port;
  @LocalManagementPort int managementPort;
  @Autowired JdbcClient sql;

  private Api admin;

  @BeforeEach
  void aDatasetOfOnesOwnAndAForeignOne() {
    admin = new Api(port, Api.ADMIN_KEY);
    admin.put("/v1/datasets/own", "{}");
    admin.put("/v1/datasets/foreign", "{}");
  }

  /**
   * The columns of keys: what a key with that scope, for the dataset "own" only unless it says so,
   * is answered. Who may upload is told with 400 that {@code {}} is no upload.
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "access.csv", numLinesToSkip = 1)
  void everyRequestTakesItsScopeAndItsDataset(
      String method, String path, int none, int write, int read, int ownAdmin, int everyAdmin) {
    assertThat(admin.with(null).call(method, path, "{}").status()).as("no key").isEqualTo(none);
    assertThat(admin.with("ugw_0123456789_wrong").call(method, path, "{}").status())
        .as("wrong key")
        .isEqualTo(none);
    assertThat(admin.with(expired()).call(method, path, "{}").status())
        .as("expired key")
        .isEqualTo(none);
    assertThat(answer(method, path, "write", "[\"own\"]")).as("write").isEqualTo(write);
    assertThat(answer(method, path, "read", "[\"own\"]")).as("read").isEqualTo(read);
    assertThat(answer(method, path, "admin", "[\"own\"]")).as("admin").isEqualTo(ownAdmin);
    assertThat(answer(method, path, "admin", "null")).as("admin, all").isEqualTo(everyAdmin);
  }

  @Test
  void whoDoesNotIdentifyLearnsWhatIsMissing() {
    var missing = admin.with(null).get("/v1/datasets");
    assertThat(missing.code()).isEqualTo("missing_key");
    assertThat(missing.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(missing.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(missing.header("X-Request-Id")).isNotEmpty();

    String basic = "Basic " + Api.ADMIN_KEY;
    assertThat(admin.with(null).call("GET", "/v1/datasets", "", "Authorization", basic).code())
        .isEqualTo("missing_key");

    String key = key("read", "null");
    assertThat(admin.with("nonsense").get("/v1/datasets").code()).isEqualTo("unknown_key");
    assertThat(admin.with(flipped(key)).get("/v1/datasets").code()).isEqualTo("unknown_key");
    assertThat(admin.with(Api.ADMIN_KEY + "x").get("/v1/datasets").status()).isEqualTo(401);
  }

  @Test
  void anExpiredKeySaysSo() {
    var answer = admin.with(expired()).get("/v1/datasets");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("expired_key");
  }

  @Test
  void aDeletedKeyOpensNothingFromThenOn() {
    String key = key("read", "null");
    assertThat(admin.with(key).get("/v1/datasets").status()).isEqualTo(200);

    assertThat(admin.delete("/v1/keys/" + id(key)).status()).isEqualTo(204);

    assertThat(admin.with(key).get("/v1/datasets").code()).isEqualTo("unknown_key");
    assertThat(admin.delete("/v1/keys/" + id(key)).status()).isEqualTo(404);
  }

  @Test
  void nobodyLearnsWhetherAForeignDatasetExists() {
    Api own = admin.with(key("admin", "[\"own\"]"));

    for (String method : new String[] {"GET", "PUT", "DELETE", "PATCH"}) {
      var there = own.call(method, "/v1/datasets/foreign", "{}");
      var notThere = own.call(method, "/v1/datasets/nowhere", "{}");
      assertThat(there.code()).isEqualTo("dataset_not_allowed");
      assertThat(there.body()).isEqualTo(notThere.body().replace("nowhere", "foreign"));
    }
    assertThat(own.get("/v1/datasets").json().path("data").findValuesAsString("id"))
        .containsExactly("own");
  }

  @Test
  void noDetourLeadsToAForeignDataset() {
    Api own = admin.with(key("read", "[\"own\"]"));

    for (String detour :
        new String[] {
          "/v1/datasets/%66oreign",
          "/v1/datasets/own/../foreign",
          "/v1/datasets/own%2f..%2fforeign",
          "/v1/datasets/foreign/",
          "//v1/datasets/foreign",
          "/v1/datasets/foreign;x=own",
          "/error"
        }) {
      assertThat(own.get(detour).status()).as(detour).isIn(400, 403, 404);
    }
  }

  @Test
  void anEndpointWithoutARuleDoesNotExist() {
    assertThat(admin.get("/v1/forgotten").status()).isEqualTo(404);
    assertThat(admin.post("/v1/datasets/own/stats", "").status()).isEqualTo(405);
    assertThat(admin.with(null).get("/v1/forgotten").status()).isEqualTo(401);
  }

  @Test
  void healthIsForEverybodyAndTheRestOfTheManagementPortForReaders() {
    Api management = new Api(managementPort, null);

    assertThat(management.get("/actuator/health").status()).isEqualTo(200);
    assertThat(management.get("/actuator/health/liveness").status()).isEqualTo(200);
    assertThat(management.with("wrong").get("/actuator/health").status()).isEqualTo(200);
    assertThat(management.get("/actuator/prometheus").code()).isEqualTo("missing_key");
    assertThat(management.with(key("write", "null")).get("/actuator/prometheus").code())
        .isEqualTo("scope_missing");
    assertThat(management.with(key("read", "null")).get("/actuator/prometheus").status())
        .isEqualTo(200);
    assertThat(management.with(key("read", "null")).get("/actuator/env").status()).isEqualTo(404);
    assertThat(admin.with(null).get("/actuator/health").status()).isEqualTo(401);
    assertThat(management.with(Api.ADMIN_KEY).get("/v1/datasets").status()).isEqualTo(404);
  }

  @Test
  void noKeyIsEverWrittenToTheLog(CapturedOutput log) {
    String key = key("read", "null");
    admin.with(key).get("/v1/datasets");
    admin.with(key).get("/v1/keys");
    admin.with(flipped(key)).get("/v1/datasets");

    assertThat(log.getAll())
        .doesNotContain(key, flipped(key), Api.ADMIN_KEY)
        .doesNotContain("generated security password");
  }

  private int answer(String method, String path, String scope, String datasets) {
    return admin.with(key(scope, datasets)).call(method, path, "{}").status();
  }

  private String key(String scope, String datasets) {
    return admin
        .post(
            "/v1/keys",
            """
            {"name": "test", "scopes": ["%s"], "datasets": %s}
            """
                .formatted(scope, datasets))
        .text("key");
  }

  /** Of one that could do everything. */
  private String expired() {
    String key = key("admin", "null");
    sql.sql("update api_key set expires_at = now() where id = ?").param(id(key)).update();
    return key;
  }

  private static String id(String key) {
    return key.split("_", 3)[1];
  }

  /**
   * The same with its last but one character changed, as the last holds two bits that mean nothing.
   */
  private static String flipped(String key) {
    int at = key.length() - 2;
    return key.substring(0, at) + (key.charAt(at) == 'A' ? 'B' : 'A') + key.substring(at + 1);
  }

  /** Endpoints that were given no rule. */
  @RestController
  static class OtherRooms {

    @GetMapping("/v1/forgotten")
    void read() {}

    @PostMapping("/v1/datasets/{dataset}/stats")
    void forgotten() {}
  }
}
