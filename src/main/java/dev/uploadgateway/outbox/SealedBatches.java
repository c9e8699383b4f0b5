package dev.uploadgateway.outbox;

import dev.uploadgateway.seal.SealedRows;
import dev.uploadgateway.seal.WrappedKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The data keys of batches of one state, each in the order of an index that has only those. */
record SealedBatches(JdbcClient jdbc, Statements statements) implements SealedRows {

  private record Statements(String lockNext, String nextDataset, String count) {}

  @Configuration(proxyBeanMethods = false)
  static class OfEachState {

    @Bean
    SealedRows sealsOfPendingBatches(JdbcClient jdbc) {
      return new SealedBatches(
          jdbc,
          new Statements(
              SealSql.LOCK_NEXT_PENDING, SealSql.NEXT_PENDING_DATASET, SealSql.COUNT_PENDING));
    }

    @Bean
    SealedRows sealsOfQuarantinedBatches(JdbcClient jdbc) {
      return new SealedBatches(
          jdbc,
          new Statements(
              SealSql.LOCK_NEXT_QUARANTINED,
              SealSql.NEXT_QUARANTINED_DATASET,
              SealSql.COUNT_QUARANTINED));
    }
  }

  @Override
  public String table() {
    return "batch";
  }

  @Override
  public Map<String, Object> beginning() {
    return beginning(-1);
  }

  private static Map<String, Object> beginning(int dataset) {
    return Map.of("dataset", dataset, "deadline", Sql.time(Instant.EPOCH), "id", -1L);
  }

  @Override
  public List<Row> lockNext(Collection<String> keyIds, Map<String, Object> after, int most) {
    return jdbc.sql(statements.lockNext())
        .params(after)
        .param("keyIds", Sql.array("text", keyIds.toArray()))
        .param("most", most)
        .query((row, number) -> row(row))
        .list();
  }

  @Override
  public Optional<Map<String, Object>> nextBeginning(
      Collection<String> keyIds, Map<String, Object> after) {
    return jdbc.sql(statements.nextDataset())
        .params(after)
        .param("keyIds", Sql.array("text", keyIds.toArray()))
        .query(Integer.class)
        .optional()
        .map(SealedBatches::beginning);
  }

  @Override
  public void replace(Row row, WrappedKey key) {
    jdbc.sql(SealSql.REPLACE)
        .params(row.at())
        .param("keyId", key.keyId())
        .param("dataKey", key.bytes())
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
    BatchPlace place =
        new BatchPlace(row.getInt("dataset"), row.getLong("upload_id"), row.getLong("id"));
    return new Row(
        Map.of(
            "dataset",
            place.dataset(),
            "deadline",
            row.getObject("deadline", OffsetDateTime.class),
            "id",
            place.batch()),
        place.sealedFor(),
        new WrappedKey(row.getString("seal_key_id"), row.getBytes("data_key")));
  }
}
