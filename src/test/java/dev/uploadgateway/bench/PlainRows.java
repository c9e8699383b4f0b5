package dev.uploadgateway.bench;

import dev.uploadgateway.conversion.Identifier;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same events as plain rows under the same unique key, copied in by PostgreSQL itself from a
 * file: what it takes to store them, and nothing else.
 */
final class PlainRows {

  static final String TABLE =
      """
      create table plain_event (
        dataset int not null, event_day date not null, event_key uuid not null,
        event_name text, event_time bigint, order_id text, currency text, amount numeric, content_type text,
        contents text, custom_data text, %s,
        primary key (dataset, event_day, event_key))
      """
          .formatted(
              Arrays.stream(Identifier.values())
                  .limit(Identifier.EXTERNAL_ID.ordinal() + 1)
                  .map(identifier -> "id_" + identifier.key() + " text")
                  .collect(Collectors.joining(", ")));

  private final Database database;
  private final String name;
  private final Path file;
  private final List<String> rows = new ArrayList<>();
  private final Random random = new Random(3);
  private int round;

  PlainRows(Database database, String name, Path file, Orders orders, int count) {
    this.database = database;
    this.name = name;
    this.file = file.toAbsolutePath();
    JsonMapper json = new JsonMapper();
    for (int serial = 0; serial < count; serial++) {
      rows.add(row(json.readTree(orders.json(serial)), orders.customer(serial)));
    }
    execute(TABLE);
  }

  private static String row(JsonNode event, Map<Identifier, String> customer) {
    long time = event.path("event_time").asLong();
    LocalDate day = LocalDate.ofInstant(java.time.Instant.ofEpochSecond(time), ZoneOffset.UTC);
    StringBuilder row = new StringBuilder();
    row.append("1\t").append(day).append("\t@\tPurchase\t").append(time).append('\t');
    row.append(event.path("order_id").asString())
        .append("#\tUSD\t")
        .append(event.path("value"))
        .append("\tproduct\t");
    row.append(event.path("contents")).append('\t').append(event.path("custom_data"));
    for (Identifier identifier : Identifier.values()) {
      if (identifier.ordinal() <= Identifier.EXTERNAL_ID.ordinal()) {
        String value = customer.get(identifier);
        row.append('\t').append(value == null ? "\\N" : value);
      }
    }
    return row.toString();
  }

  /** Rows a second of one session; the file is written before. */
  double copy() {
    round++;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (String row : rows) {
        String key = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        out.write(row.replaceFirst("@", key).replaceFirst("#", Integer.toString(round)));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long started = System.nanoTime();
    execute("copy plain_event from '" + file + "'");
    return rows.size() * 1e9 / (System.nanoTime() - started);
  }

  double bytesPerRow() {
    execute("vacuum plain_event");
    return database
        .client(name)
        .sql("select pg_total_relation_size('plain_event')::float8 / count(*) from plain_event")
        .query(Double.class)
        .single();
  }

  private void execute(String sql) {
    try (Connection connection = database.connection(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
