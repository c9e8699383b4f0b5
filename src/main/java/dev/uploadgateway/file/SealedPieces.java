package dev.uploadgateway.file;

import dev.uploadgateway.seal.SealedRows;
import dev.uploadgateway.seal.WrappedKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** The data keys of the pieces of files. */
@Component
class SealedPieces implements SealedRows {

  private final JdbcClient jdbc;

  SealedPieces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String table() {
    return "file_piece";
  }

  @Override
  public Map<String, Object> beginning() {
    return beginning(-1);
  }

  private static Map<String, Object> beginning(int dataset) {
    return Map.of("dataset", dataset, "file", -1L, "kind", "", "number", -1);
  }

  @Override
  public List<Row> lockNext(Collection<String> keyIds, Map<String, Object> after, int most) {
    return jdbc.sql(FileSql.LOCK_NEXT_SEALS)
        .params(after)
        .param("keyIds", new SqlArrayValue("text", keyIds.toArray()))
        .param("most", most)
        .query((row, number) -> row(row))
        .list();
  }

  @Override
  public Optional<Map<String, Object>> nextBeginning(
      Collection<String> keyIds, Map<String, Object> after) {
    return jdbc.sql(FileSql.NEXT_SEALED_DATASET)
        .params(after)
        .param("keyIds", new SqlArrayValue("text", keyIds.toArray()))
        .query(Integer.class)
        .optional()
        .map(SealedPieces::beginning);
  }

  @Override
  public void replace(Row row, WrappedKey key) {
    jdbc.sql(FileSql.REPLACE_SEAL)
        .params(row.at())
        .param("keyId", key.keyId())
        .param("dataKey", key.bytes())
        .update();
  }

  @Override
  public Map<String, Long> countByKey() {
    Map<String, Long> counts = new HashMap<>();
    jdbc.sql(FileSql.COUNT_SEALS)
        .query(row -> {
          counts.put(row.getString(1), row.getLong(2));
        });
    return counts;
  }

  private static Row row(ResultSet row) throws SQLException {
    int dataset = row.getInt("dataset");
    long file = row.getLong("file_id");
    Piece.Kind kind = Piece.Kind.of(row.getString("kind"));
    int number = row.getInt("number");
    return new Row(
        Map.of("dataset", dataset, "file", file, "kind", kind.wireName(), "number", number),
        new Piece(dataset, file, kind, number).place(),
        new WrappedKey(row.getString("seal_key_id"), row.getBytes("data_key")));
  }
}
