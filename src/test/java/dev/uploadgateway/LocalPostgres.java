package dev.uploadgateway;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The one place that decides where tests and the local run get their PostgreSQL.
 *
 * <p>Tests share one server per JVM, thrown away with it, and every Spring context that imports
 * this gets an empty database of its own there. With {@code local.database.directory} set, as
 * {@link LocalRun} does, the server is one whose data stays.
 */
@TestConfiguration(proxyBeanMethods = false)
public class LocalPostgres {

  private static final String USER = "postgres";
  private static final String PASSWORD = "postgres";

  /** A database, and what is to be closed with the context that uses it. */
  record Database(String url, AutoCloseable server)
      implements JdbcConnectionDetails, AutoCloseable {

    @Override
    public String getJdbcUrl() {
      return url;
    }

    @Override
    public String getUsername() {
      return USER;
    }

    @Override
    public String getPassword() {
      return PASSWORD;
    }

    @Override
    public void close() throws Exception {
      server.close();
    }
  }

  @Bean
  Database localDatabase(
      @Value("${local.database.directory:}") String directory,
      @Value("${local.database.port:15432}") int port)
      throws IOException {
    return directory.isEmpty() ? ThrownAway.database() : kept(Path.of(directory), port);
  }

  /** An empty database for a gateway that a test starts itself. */
  static Database emptyDatabase() {
    return ThrownAway.database();
  }

  /** Started by the first context that needs a database, stopped with the JVM. */
  private static final class ThrownAway {

    private static final AtomicInteger count = new AtomicInteger();
    private static final String server = start();

    static Database database() {
      String name = "test_" + count.incrementAndGet();
      try (Connection connection =
              DriverManager.getConnection(server + "postgres", USER, PASSWORD);
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      } catch (SQLException e) {
        throw new IllegalStateException("No database for the test", e);
      }
      return new Database(server + name, () -> {});
    }

    private static String start() {
      return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
    }

    private static String container() {
      @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends
      PostgreSQLContainer container =
          new PostgreSQLContainer("postgres:18-alpine")
              .withUsername(USER)
              .withPassword(PASSWORD)
              .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
      container.start();
      return "jdbc:postgresql://%s:%d/"
          .formatted(
              container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT));
    }

    private static String embedded() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(new File("target/postgres").getAbsoluteFile())
                .setRegisterShutdownHook(false)
                .start();
        // After the contexts: a pool whose server went first waits ten seconds for it.
        SpringApplication.getShutdownHandlers().add(() -> close(postgres));
        return "jdbc:postgresql://localhost:%d/".formatted(postgres.getPort());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void close(EmbeddedPostgres postgres) {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Uses the server that answers at the port, and starts one where none does: it outlives a JVM
   * that was killed, and then runs on until its machine stops.
   */
  private static Database kept(Path directory, int port) throws IOException {
    String url = "jdbc:postgresql://localhost:" + port + "/postgres";
    if (answers(url)) {
      return new Database(url, () -> {});
    }
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(directory.toAbsolutePath())
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(
                directory.resolveSibling("binaries").toFile().getAbsoluteFile())
            // its own defaults trade the data for speed
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    return new Database(url, postgres);
  }

  private static boolean answers(String url) {
    try (Connection connection =
        DriverManager.getConnection(url + "?connectTimeout=1", USER, PASSWORD)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }
}
