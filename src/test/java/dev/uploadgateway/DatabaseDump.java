package dev.uploadgateway;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
