package dev.uploadgateway.dataset;

import dev.uploadgateway.seal.SealedRows;
import dev.uploadgateway.seal.WrappedKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** The data keys of one kind of secret of the datasets. */
record SealedCredentials(JdbcClient jdbc, Statements statements) implements SealedRows {

  private record Statements(String lockNext, String replace, String count) {}

  @Configuration(proxyBeanMethods = false)
  static class OfEachKind {

    @Bean
    SealedRows sealsOfAccessTokens(JdbcClient jdbc) {
      return new SealedCredentials(
          jdbc, new Statements(LOCK_NEXT_TOKENS, REPLACE_TOKEN, COUNT_TOKENS));
    }

    @Bean
    SealedRows sealsOfAppSecrets(JdbcClient jdbc) {
      return new SealedCredentials(
          jdbc, new Statements(LOCK_NEXT_SECRETS, REPLACE_SECRET, COUNT_SECRETS));
    }
  }

  private static final String LOCK_NEXT_TOKENS =
      """
      select number, id, 'access_token' as secret, access_token_key_id as key_id, access_token_wrapped_key as wrapped_key
      from dataset
      where number > :number and access_token_key_id = any(:keyIds)
      order by number
      limit :most
      for update skip locked
      """;

  private static final String LOCK_NEXT_SECRETS =
      """
      select number, id, 'app_secret' as secret, app_secret_key_id as key_id, app_secret_wrapped_key as wrapped_key
      from dataset
      where number > :number and app_secret_key_id = any(:keyIds)
      order by number
      limit :most
      for update skip locked
      """;

  private static final String REPLACE_TOKEN =
      """
      update dataset set access_token_key_id = :keyId, access_token_wrapped_key = :wrappedKey where number = :number
      """;

  private static final String REPLACE_SECRET =
      """
      update dataset set app_secret_key_id = :keyId, app_secret_wrapped_key = :wrappedKey where number = :number
      """;

  private static final String COUNT_TOKENS =
      """
      select access_token_key_id, count(*) from dataset where access_token_key_id is not null group by access_token_key_id
      """;

  private static final String COUNT_SECRETS =
      """
      select app_secret_key_id, count(*) from dataset where app_secret_key_id is not null group by app_secret_key_id
      """;

  @Override
  public String table() {
    return "dataset";
  }

  @Override
  public Map<String, Object> beginning() {
    return Map.of("number", -1);
  }

  @Override
  public List<Row> lockNext(Collection<String> keyIds, Map<String, Object> after, int most) {
    return jdbc.sql(statements.lockNext())
        .params(after)
        .param("keyIds", new SqlArrayValue("text", keyIds.toArray()))
        .param("most", most)
        .query((row, number) -> row(row))
        .list();
  }

  @Override
  public void replace(Row row, WrappedKey key) {
    jdbc.sql(statements.replace())
        .params(row.at())
        .param("keyId", key.keyId())
        .param("wrappedKey", key.bytes())
        .update();
  }

  @Override
  public Map<String, Long> countByKey() {
    Map<String, Long> counts = new HashMap<>();
    jdbc.sql(statements.count())
        .query(row -> {
          counts.put(row.getString(1), row.getLong(2));
        });
    return counts;
  }

  private static Row row(ResultSet row) throws SQLException {
    String dataset = row.getString("id");
    return new Row(
        Map.of("number", row.getInt("number")),
        row.getString("secret").equals("access_token")
            ? CredentialSeal.tokenPlace(dataset)
            : CredentialSeal.secretPlace(dataset),
        new WrappedKey(row.getString("key_id"), row.getBytes("wrapped_key")));
  }
}
