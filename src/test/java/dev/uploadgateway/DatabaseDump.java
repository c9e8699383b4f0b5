package dev.uploadgateway;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Everything that a dump of the database would hold: every row of every table that is not
 * PostgreSQL's own, bytes as hex.
 */
public final class DatabaseDump {

  private DatabaseDump() {}

  public static List<String> tables(DataSource database) {
    List<String> tables = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                select c.oid::regclass::text
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'm') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
                order by 1
                """)) {
      while (found.next()) {
        tables.add(found.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return tables;
  }

  /**
   * What every run of bytes in the database would be if it were compressed and not sealed: whatever
   * can be inflated of it from any of its first bytes on.
   */
  public static String inflated(DataSource database) {
    StringBuilder inflated = new StringBuilder();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : tables(database)) {
        try (ResultSet row = statement.executeQuery("select * from " + table)) {
          while (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              byte[] bytes =
                  row.getMetaData().getColumnType(i) == Types.BINARY ? row.getBytes(i) : null;
              for (int from = 0; bytes != null && from < Math.min(bytes.length, 64); from++) {
                inflate(bytes, from, inflated);
              }
            }
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return inflated.toString();
  }

  private static void inflate(byte[] bytes, int from, StringBuilder out) {
    byte[] chunk = new byte[64 * 1024];
    for (boolean raw : new boolean[] {true, false}) {
      try (Inflater inflater = new Inflater(raw)) {
        inflater.setInput(bytes, from, bytes.length - from);
        out.append(new String(chunk, 0, inflater.inflate(chunk), StandardCharsets.ISO_8859_1));
      } catch (DataFormatException e) {
        // It does not begin here.
        continue;
      }
    }
  }

  /** Uuids stand there without hyphens as well, as hashes would be found so only. */
  public static String text(DataSource database) {
    StringWriter dump = new StringWriter();
    try (Connection connection = database.getConnection()) {
      for (String table : tables(database)) {
        dump.append("-- ").append(table).append('\n');
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy " + table + " to stdout", dump);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text = dump.toString();
    return text + text.replace("-", "");
  }
}
