package dev.uploadgateway.crash;

import static org.awaitility.Awaitility.await;

import dev.uploadgateway.GatewayProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server of the test's own that keeps what it has committed: killed with kill -9, and started
 * again on the same data and port.
 */
final class Postgres implements Database {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final Path data;
  private final File log;
  private final int port = GatewayProcess.freePort();
  private final String programs;
  private volatile Process postmaster;
  private volatile boolean ready;
  private volatile Instant readySince = Instant.MIN;

  /** Makes the data and starts. */
  Postgres(Path directory) throws IOException, SQLException {
    this.data = directory.resolve("data").toAbsolutePath();
    this.log = directory.resolve("postgres.log").toFile();
    this.programs = prepare();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    start();
  }

  /** Where the programs are is asked of a server that ran for a moment, to make the data. */
  private String prepare() throws IOException, SQLException {
    ProcessBuilder.Redirect redirect = ProcessBuilder.Redirect.appendTo(log);
    try (EmbeddedPostgres once =
            EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(new File("target/postgres").getAbsoluteFile())
                .setOutputRedirector(redirect)
                .setErrorRedirector(redirect)
                .start();
        Connection connection = once.getPostgresDatabase().getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("select setting from pg_config where name = 'BINDIR'")) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  @Override
  public boolean isKilled() {
    return true;
  }

  @Override
  public boolean wasDownSince(Instant then) {
    return !ready || readySince.isAfter(then);
  }

  /**
   * Until the orphans of a killed postmaster have noticed, the next one refuses the data, and is
   * asked again.
   */
  @Override
  public void start() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(this::launchedAndAnswers);
    readySince = Instant.now();
    ready = true;
  }

  private boolean launchedAndAnswers() throws IOException {
    if (postmaster == null || !postmaster.isAlive()) {
      postmaster =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
    }
    return answers();
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      command.addAll(List.of("unshare", "-U")); // it refuses to run as root
    }
    command.addAll(List.of(Path.of(programs, "postgres").toString(), "-D", data.toString()));
    Stream.of(
            "port=" + port,
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "unix_socket_directories=",
            "max_wal_size=256MB")
        .forEach(setting -> command.addAll(List.of("-c", setting)));
    return command;
  }

  private boolean answers() {
    try (Connection connection =
        DriverManager.getConnection(url() + "?connectTimeout=2&socketTimeout=5", USER, USER)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void kill(boolean withChildren) {
    ready = false;
    List<ProcessHandle> children =
        withChildren ? postmaster.toHandle().descendants().toList() : List.of();
    postmaster.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    postmaster.onExit().join();
  }

  @Override
  public void close() {
    if (postmaster != null) {
      kill(true);
    }
  }
}
