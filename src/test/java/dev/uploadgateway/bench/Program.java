package dev.uploadgateway.bench;

import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java program as a process of its own, with the JVM's own defaults, that never outlives this
 * one.
 */
record Program(Process process, int port) implements AutoCloseable {

  static Program start(int port, File log, List<String> jvm, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new Program(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something answers to that GET with 200; ends the program where nothing does. */
  Program awaitAnswer(String path, String key) {
    try {
      await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(100))
          .failFast("The program ended", () -> !process.isAlive())
          .until(() -> answers(path, key));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    return this;
  }

  private boolean answers(String path, String key) {
    try {
      return new Api(port, key).get(path).status() == 200;
    } catch (AssertionError noAnswer) {
      return false;
    }
  }

  /** The most memory that the process has had at once, in bytes. */
  long peakMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      String peak = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(peak.replaceAll("\\D", "")) * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an operator ends it; what profiles it can write what it has. */
  void end() {
    process.destroy();
    if (!process
        .onExit()
        .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
        .handle((p, e) -> e == null)
        .join()) {
      close();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
