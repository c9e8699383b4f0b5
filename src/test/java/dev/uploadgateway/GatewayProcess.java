package dev.uploadgateway;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** The gateway as a process of its own, that ends by kill -9 and never outlives this JVM. */
public record GatewayProcess(Process process, Api api) implements AutoCloseable {

  /**
   * Below the ports that systems hand out by themselves, so that no connection of anybody's takes
   * it while its gateway is dead.
   */
  private static final int LOWEST_PORT = 15_500;

  private static final int HIGHEST_PORT = 32_000;

  /**
   * Starts the classes of this build.
   *
   * @param port where it listens, as {@link #freePort} finds one
   * @param settings properties by their names
   */
  public static GatewayProcess ofClasses(int port, Map<String, String> settings, File log) {
    return start(
        List.of("-Xmx512m", "-cp", classPath(), UploadGateway.class.getName()),
        port,
        settings,
        log);
  }

  /** Starts the jar of this build, as it is shipped. */
  public static GatewayProcess ofJar(int port, Map<String, String> settings, File log) {
    String jar = Path.of("target", "upload-gateway.jar").toString();
    return start(List.of("-Xmx256m", "-XX:+UseSerialGC", "-jar", jar), port, settings, log);
  }

  private static GatewayProcess start(
      List<String> program, int port, Map<String, String> settings, File log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(program);
    command.add("--server.port=" + port);
    command.add("--management.server.port=0");
    command.add("--gateway.admin-key=" + Api.ADMIN_KEY);
    command.add("--gateway.seal.key=S6YtFGXmy52S+stAfqL7S1bUfX9MA5N3ajAzEOoj2HM=");
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

  /** The program as it is shipped: without the tests' own settings. */
  private static String classPath() {
    String separator = File.pathSeparator;
    return Arrays.stream(System.getProperty("java.class.path").split(separator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(separator));
  }
}
