package dev.uploadgateway.crash;

import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.GatewayProcess;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** One of two gateways: the shipped program, killed and started again at the same address. */
final class Gateway implements AutoCloseable {

  /** How many answers say that it is at work. */
  private static final int AT_WORK = 5;

  private final String name;
  private final File log;
  private final Map<String, String> settings;
  private final Database database;
  private final int port = GatewayProcess.freePort();
  private GatewayProcess process;
  private Instant startedAt = Instant.EPOCH;
  private boolean up;
  private int served;
  private int kills;

  Gateway(String name, Path directory, Map<String, String> settings, Database database) {
    this.name = name;
    this.log = directory.resolve(name + ".log").toFile();
    this.settings = settings;
    this.database = database;
  }

  Api api() {
    return new Api(port, Api.ADMIN_KEY);
  }

  String url() {
    return "http://localhost:" + port;
  }

  /** Starts it and waits until it answers. */
  void start(Duration patience) {
    launch();
    await().atMost(patience).pollInterval(Duration.ofMillis(200)).until(this::answers);
  }

  /** Starts it beside everything else that goes on. */
  void startIn(Storm storm) {
    storm.act(() -> {
      start(storm.timeLeft());
      return null;
    });
  }

  private synchronized void launch() {
    served = 0;
    process = GatewayProcess.start(port, "256m", settings, log);
    startedAt = Instant.now();
  }

  /** A start that finds no database ends, as it should; whoever runs gateways tries again. */
  private boolean answers() {
    GatewayProcess started = current();
    boolean answers = started.isUp();
    synchronized (this) {
      up = answers && started.process().isAlive();
      if (up || started.process().isAlive()) {
        return up;
      }
      if (!database.wasDownSince(startedAt)) {
        throw new AssertionError("Gateway " + name + " did not start: see " + log);
      }
      launch();
      return false;
    }
  }

  private synchronized GatewayProcess current() {
    return process;
  }

  /** Whether it serves; fails where it has ended by itself. */
  synchronized boolean isUp() {
    if (up && !process.process().isAlive()) {
      throw new AssertionError("Gateway " + name + " ended by itself: see " + log);
    }
    return up;
  }

  /** A till has got an answer from it. */
  synchronized void served() {
    served++;
  }

  /** Whether it is at work again, however slow the machine. */
  synchronized boolean isAtWork() {
    return isUp() && served >= AT_WORK;
  }

  synchronized boolean hasBeenStartingFor(Duration time) {
    return !up && startedAt.plus(time).isBefore(Instant.now());
  }

  synchronized void kill() {
    up = false;
    kills++;
    process.kill();
  }

  synchronized int kills() {
    return kills;
  }

  @Override
  public synchronized void close() {
    up = false;
    if (process != null) {
      process.kill();
    }
  }
}
