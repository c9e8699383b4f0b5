package dev.uploadgateway.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.yaml.snakeyaml.Yaml;

/**
 * A PostgreSQL that keeps what it commits, with the settings of docker-compose.yml and otherwise as
 * it is out of the box.
 */
record Database(EmbeddedPostgres server) implements AutoCloseable {

  static final String USER = "postgres";

  static Database start(Path data) {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(data.toAbsolutePath())
              .setCleanDataDirectory(true)
              .setOverrideWorkingDirectory(new File("target/postgres").getAbsoluteFile())
              // the builder's own defaults trade the data for speed
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "200");
      settingsOfCompose().forEach(builder::setServerConfig);
      return new Database(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the command of compose's PostgreSQL says after each {@code -c}. */
  private static Map<String, String> settingsOfCompose() throws IOException {
    Map<String, Map<String, Map<String, List<String>>>> compose =
        new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
    Map<String, String> settings = new TreeMap<>();
    for (String word : compose.get("services").get("postgres").get("command")) {
      if (word.contains("=")) {
        String[] setting = word.split("=", 2);
        settings.put(setting[0], setting[1]);
      }
    }
    if (settings.isEmpty()) {
      throw new IllegalStateException("docker-compose.yml sets nothing of PostgreSQL");
    }
    return settings;
  }

  String url(String database) {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
  }

  void create(String database) {
    try (Connection connection = connection("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connection(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, USER);
  }

  JdbcClient client(String database) {
    return JdbcClient.create(new DriverManagerDataSource(url(database), USER, USER));
  }

  /** The arguments by which a Spring application finds it. */
  List<String> arguments(String database) {
    return List.of(
        "--spring.datasource.url=" + url(database),
        "--spring.datasource.username=" + USER,
        "--spring.datasource.password=" + USER);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
