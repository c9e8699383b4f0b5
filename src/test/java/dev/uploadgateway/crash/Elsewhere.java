package dev.uploadgateway.crash;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A database that somebody else started, at {@code -Dcrash.url}, with the gateway's tables and no
 * row in them. The shell commands {@code -Dcrash.kill} and {@code -Dcrash.start} kill it, or one of
 * its servers, and start that again; without them it lives.
 */
final class Elsewhere implements Database {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final String url;
  private final @Nullable String kill = System.getProperty("crash.kill");
  private final @Nullable String start = System.getProperty("crash.start");
  private final File log;
  private volatile boolean ready = true;
  private volatile Instant readySince = Instant.MIN;

  Elsewhere(String url, Path directory) {
    this.url = url;
    this.log = directory.resolve("database.log").toFile();
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public boolean wasDownSince(Instant then) {
    return !ready || readySince.isAfter(then);
  }

  @Override
  public boolean isKilled() {
    return kill != null && start != null;
  }

  @Override
  public void kill(boolean withChildren) throws Exception {
    ready = false;
    if (!succeeds(kill)) {
      throw new AssertionError("-Dcrash.kill failed: see " + log);
    }
  }

  @Override
  public void start() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> succeeds(start));
    readySince = Instant.now();
    ready = true;
  }

  private boolean succeeds(@Nullable String command) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start()
            .waitFor()
        == 0;
  }

  @Override
  public void close() {
    if (!ready) {
      start();
    }
  }
}
