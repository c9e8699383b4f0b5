package dev.uploadgateway;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The gateway as a process of its own, that ends by kill -9 and never outlives this JVM. */
public record GatewayProcess(Process process, Api api) implements AutoCloseable {

  /**
   * Below the ports that systems hand out by themselves, so that no connection of anybody's takes
   * it while its gateway is dead.
   */
  private static final int LOWEST_PORT = 15_500;

  private static final int HIGHEST_PORT = 32_000;

  /**
   * Starts the {@linkplain ShippedProgram program as it is shipped}.
   *
   * @param port where it listens, as {@link #freePort} finds one
   * @param heap the most that its heap may take, as {@code -Xmx} has it; at least 64m
   * @param settings properties by their names
   */
  public static GatewayProcess start(
      int port, String heap, Map<String, String> settings, File log) {
    List<String> command = ShippedProgram.command(heap);
    command.addAll(settings(port));
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new GatewayProcess(process, new Api(port, Api.ADMIN_KEY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that every gateway of the tests has. */
  static List<String> settings(int port) {
    return List.of(
        "--server.port=" + port,
        "--management.server.port=0",
        "--gateway.admin-key=" + Api.ADMIN_KEY,
        "--gateway.seal.key=S6YtFGXmy52S+stAfqL7S1bUfX9MA5N3ajAzEOoj2HM=");
  }

  /** Waits until it answers; ends it where it does not. */
  public GatewayProcess awaitUp(Duration patience) {
    try {
      await().atMost(patience).until(this::isUp);
    } catch (RuntimeException e) {
      kill();
      throw e;
    }
    return this;
  }

  public boolean isUp() {
    try {
      return api.get("/v1/datasets").status() == 200;
    } catch (AssertionError noAnswer) {
      return false;
    }
  }

  /** What the operating system calls SIGKILL: nothing of the process runs any more. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** A port of the loopback address that is free and stays so, as far as chance goes. */
  public static int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
    throw new IllegalStateException("No port is free");
  }
}
