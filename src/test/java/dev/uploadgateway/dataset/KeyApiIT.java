package dev.uploadgateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import java.security.MessageDigest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(LocalPostgres.class)
class KeyApiIT {

  @LocalServerPort int port;
  @Autowired JdbcClient sql;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @Test
  void aKeyIsShownOnceAndOnlyItsHashIsKept() throws Exception {
    var created =
        api.post(
            "/v1/keys",
            """
            {"name": "Till", "scopes": ["write", "read", "read"], "datasets": ["1", "2"],
             "expires_at": "2100-01-01T00:00:00Z"}
            """);

    assertThat(created.status()).isEqualTo(201);
    String key = created.text("key");
    String id = created.text("id");
    assertThat(key).matches("ugw_" + id + "_[A-Za-z0-9_-]{43}");
    assertThat(created.body())
        .contains(
            """
            "name":"Till","scopes":["write","read"],"datasets":["1","2"],"created_at":\
            """)
        .contains("\"expires_at\":\"2100-01-01T00:00:00Z\"");

    var listed = api.get("/v1/keys");
    assertThat(listed.body())
        .contains("\"id\":\"" + id + "\"", created.text("created_at"))
        .doesNotContain(key, "\"key\"");
    assertThat(
            sql.sql("select secret_hash from api_key where id = ?")
                .param(id)
                .query(byte[].class)
                .single())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(key.getBytes("US-ASCII")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"scopes\": [\"read\"]}                                              | invalid_field | name",
        "{\"name\": \"x\"}                                                     | invalid_field | scopes",
        "{\"name\": \"x\", \"scopes\": []}                                     | invalid_field | scopes",
        "{\"name\": \"x\", \"scopes\": [\"root\"]}                             | invalid_field | scopes",
        "{\"name\": \"x\", \"scopes\": [null]}                                 | invalid_field | scopes",
        "{\"name\": \"x\", \"scopes\": [{}]}                                   | invalid_field | scopes[0]",
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"datasets\": []}           | invalid_field | datasets",
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"datasets\": [\"a b\"]}    | invalid_field | datasets",
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"dataset\": [\"1\"]}       | unknown_field | dataset",
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"expires_at\": \"2001-01-01T00:00:00Z\"} | invalid_field | expires_at",
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"requests_per_second\": 0}       | invalid_field | requests_per_second",
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"expires_at\": \"soon\"}   | invalid_field | expires_at",
      })
  void aWrongBodyIsRefusedWithTheNameOfItsField(String body, String code, String field) {
    var answer = api.post("/v1/keys", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.text("field")).isEqualTo(field);
  }
}
