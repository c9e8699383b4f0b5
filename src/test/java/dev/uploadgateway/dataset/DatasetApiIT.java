package dev.uploadgateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(LocalPostgres.class)
class DatasetApiIT {

  private static final String TOKEN = "EAABtokenOfTheTest0123456789";
  private static final String APP_SECRET = "appSecretOfTheTest0123456789";

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired Datasets datasets;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
    sql.sql("delete from dataset").update();
  }

  @Test
  void whatWasPutIsShown() {
    var created =
        api.put(
            "/v1/datasets/11",
            """
            {"name": "Till", "access_token": "%s", "app_secret": "%s", "wire": "offline_conversions_api",
             "api_version": "v25.0", "default_country": "DE", "action_source": "website",
             "test_event_code": "TEST1", "partner_agent": "acme_1_0", "hash_external_id": false,
             "date_order": "DMY", "data_processing": "LDU", "token_expires_at": "2027-01-31T00:00:00+01:00"}
            """
                .formatted(TOKEN, APP_SECRET));

    assertThat(created.status()).isEqualTo(201);
    var shown = api.get("/v1/datasets/11");
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json()).isEqualTo(created.json());
    assertThat(shown.json().toString())
        .startsWith(
            """
            {"id":"11","name":"Till","access_token_set":true,"app_secret_set":true,\
            "token_expires_at":"2027-01-30T23:00:00Z","wire":"offline_conversions_api","api_version":"v25.0","default_country":"DE",\
            "action_source":"website","test_event_code":"TEST1","partner_agent":"acme_1_0",\
            "hash_external_id":false,"date_order":"DMY","data_processing":"LDU",\
            "blocked_reason":null,"blocked_at":null,"throttled_until":null,"created_at":\
            """);
    assertThat(datasets.find("11").orElseThrow().credentials())
        .isEqualTo(new Credentials(new Secret(TOKEN), new Secret(APP_SECRET)));
  }

  @Test
  void whatIsLeftOutTakesTheDefaultAndSecretsStay() {
    api.put(
        "/v1/datasets/12",
        """
        {"name": "Till", "access_token": "%s", "default_country": "DE", "hash_external_id": false}
        """
            .formatted(TOKEN));

    var changed = api.put("/v1/datasets/12", "{}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().toString())
        .contains(
            "\"name\":null",
            "\"access_token_set\":true",
            "\"app_secret_set\":false",
            "\"wire\":\"conversions_api\"",
            "\"default_country\":null",
            "\"action_source\":\"physical_store\"",
            "\"hash_external_id\":true",
            "\"date_order\":\"MDY\"",
            "\"data_processing\":\"NONE\"");
    assertThat(datasets.find("12").orElseThrow().credentials().accessToken())
        .isEqualTo(new Secret(TOKEN));
  }

  @Test
  void theEndOfATokenStaysWithItAndANewOneHasItsOwn() {
    String end = "\"token_expires_at\": \"2027-01-31T00:00:00Z\"";
    api.put("/v1/datasets/16", "{\"access_token\": \"first\", %s}".formatted(end));

    assertThat(api.put("/v1/datasets/16", "{}").text("token_expires_at"))
        .isEqualTo("2027-01-31T00:00:00Z");
    assertThat(
            api.put("/v1/datasets/16", "{\"access_token\": \"second\"}")
                .json()
                .path("token_expires_at")
                .isNull())
        .isTrue();
    assertThat(
            api.put("/v1/datasets/16", "{\"token_expires_at\": \"2027-02-28\"}")
                .text("token_expires_at"))
        .isEqualTo("2027-02-28T00:00:00Z");
    var wrong = api.put("/v1/datasets/16", "{\"token_expires_at\": \"next year\"}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text("field")).isEqualTo("token_expires_at");
  }

  @Test
  void secretsAreSealedInTheTableAndNeverReadBack() {
    api.put(
        "/v1/datasets/13",
        """
        {"access_token": "%s", "app_secret": "%s"}
        """
            .formatted(TOKEN, APP_SECRET));

    String row =
        sql.sql("select row_to_json(dataset)::text from dataset where id = '13'")
            .query(String.class)
            .single();
    for (String secret : new String[] {TOKEN, APP_SECRET}) {
      assertThat(row).doesNotContain(secret).doesNotContain(hex(secret));
      assertThat(api.get("/v1/datasets/13").body()).doesNotContain(secret);
      assertThat(api.get("/v1/datasets").body()).doesNotContain(secret);
      assertThat(datasets.find("13").toString()).doesNotContain(secret);
    }
    assertThat(row).contains("access_token_envelope");
  }

  @Test
  void aSealedSecretOpensInItsOwnPlaceOnlyAndElsewhereBlocksJustThatDataset() {
    api.put("/v1/datasets/14", "{\"access_token\": \"%s\"}".formatted(TOKEN));
    api.put("/v1/datasets/15", "{\"access_token\": \"%s\"}".formatted("another"));
    sql.sql(
            """
            update dataset
               set (access_token_wrapped_key, access_token_envelope)
                 = (select access_token_wrapped_key, access_token_envelope from dataset where id = '14')
             where id = '15'
            """)
        .update();

    var all = datasets.all();

    assertThat(all).extracting(Dataset::id).containsExactly("14", "15");
    assertThat(all.getFirst().reachability().open(Instant.now())).isTrue();
    assertThat(all.getLast().credentials()).isEqualTo(new Credentials(null, null));
    assertThat(all.getLast().reachability().blockedReason()).contains("cannot be opened");
  }

  @Test
  void aBlockIsShownAndLiftedByTheNextPut() {
    api.put("/v1/datasets/16", "{}");
    int number = datasets.find("16").orElseThrow().number();

    datasets.block(datasets.get("16"), "The token has expired");

    assertThat(datasets.byNumber(number).reachability().blockedReason())
        .isEqualTo("The token has expired");
    assertThat(api.get("/v1/datasets/16").text("blocked_reason"))
        .isEqualTo("The token has expired");
    assertThat(api.get("/v1/datasets/16").text("blocked_at")).isNotEmpty();

    api.put("/v1/datasets/16", "{\"access_token\": \"new\"}");

    assertThat(datasets.byNumber(number).reachability().open(Instant.now())).isTrue();
  }

  @Test
  void whatIsPutWhileItIsDeletedIsThereOrNot() throws Exception {
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 40; round++) {
        Future<Integer> put = both.submit(() -> api.put("/v1/datasets/18", "{}").status());
        Future<Integer> deleted = both.submit(() -> api.delete("/v1/datasets/18").status());

        // 404 where it was put, and deleted before it was told
        assertThat(put.get()).isIn(200, 201, 404);
        assertThat(deleted.get()).isIn(204, 404);
      }
    }
  }

  @Test
  void ofSeveralThrottlesTheLongestHolds() {
    api.put("/v1/datasets/17", "{}");
    Instant later = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);

    datasets.throttle("17", later);
    datasets.throttle("17", later.minus(Duration.ofHours(1)));

    var reachability = datasets.find("17").orElseThrow().reachability();
    assertThat(reachability.throttledUntil()).isEqualTo(later);
    assertThat(reachability.open(later.minusSeconds(1))).isFalse();
    assertThat(reachability.open(later)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void everyWayOfProcessingDataIsKept(DataProcessing way) {
    api.put("/v1/datasets/21", "{\"data_processing\": \"%s\"}".formatted(way));

    assertThat(api.get("/v1/datasets/21").text("data_processing")).isEqualTo(way.name());
    assertThat(datasets.find("21").orElseThrow().delivery().dataProcessing()).isEqualTo(way);
  }

  @Test
  void theTableTakesNoOtherWayOfProcessingData() {
    api.put("/v1/datasets/22", "{}");

    assertThatThrownBy(() ->
            sql.sql("update dataset set data_processing = 'LDU_BY_MOON' where id = '22'").update())
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void aDeletedDatasetIsUnknown() {
    api.put("/v1/datasets/18", "{}");

    assertThat(api.delete("/v1/datasets/18").status()).isEqualTo(204);

    assertThat(api.get("/v1/datasets/18").status()).isEqualTo(404);
    assertThat(api.get("/v1/datasets/18").code()).isEqualTo("unknown_dataset");
    assertThat(api.delete("/v1/datasets/18").status()).isEqualTo(404);
    assertThat(datasets.find("18")).isEmpty();
  }

  @Test
  void aDatasetThatSomethingRefersToIsNotDeleted() {
    api.put("/v1/datasets/19", "{}");
    sql.sql("create table upload_of_test (dataset int references dataset (number))").update();
    sql.sql("insert into upload_of_test select number from dataset where id = '19'").update();
    try {
      var answer = api.delete("/v1/datasets/19");

      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("dataset_in_use");
      assertThat(api.get("/v1/datasets/19").status()).isEqualTo(200);
    } finally {
      sql.sql("drop table upload_of_test").update();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"acces_token\": \"x\"}         | unknown_field | acces_token",
        "{\"access_token\": \"x y\"}      | invalid_field | access_token",
        "{\"access_token\": \"\"}         | invalid_field | access_token",
        "{\"app_secret\": \"x\\u0000y\"}  | invalid_field | app_secret",
        "{\"wire\": \"carrier_pigeon\"}   | invalid_field | wire",
        "{\"api_version\": \"25\"}        | invalid_field | api_version",
        "{\"default_country\": \"UK\"}    | invalid_field | default_country",
        "{\"default_country\": \"de\"}    | invalid_field | default_country",
        "{\"action_source\": \"moon\"}    | invalid_field | action_source",
        "{\"test_event_code\": \"a b\"}   | invalid_field | test_event_code",
        "{\"partner_agent\": \"a b\"}     | invalid_field | partner_agent",
        "{\"hash_external_id\": \"yes\"}  | invalid_field | hash_external_id",
        "{\"date_order\": \"YDM\"}        | invalid_field | date_order",
        "{\"data_processing\": \"ldu\"}   | invalid_field | data_processing",
        "{\"data_processing\": \"LDU_BY_MOON\"} | invalid_field | data_processing",
        "{\"name\": \" \"}                | invalid_field | name",
        "{\"name\": {\"first\": \"x\"}}   | invalid_field | name",
      })
  void aWrongBodyIsRefusedWithTheNameOfItsField(String body, String code, String field) {
    var answer = api.put("/v1/datasets/20", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.text("field")).isEqualTo(field);
    assertThat(api.get("/v1/datasets/20").status()).isEqualTo(404);
  }

  @Test
  void anImpossibleIdIsRefused() {
    var answer = api.put("/v1/datasets/a.b", "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_parameter");
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
