package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * The jar of this build as the image has it: taken apart, and with a cache of what a start loads
 * and links. Together they make a start three times as fast, and take as long as two starts did.
 */
public final class ShippedProgram {

  private static final Path DIRECTORY = Path.of("target", "shipped");
  private static final Path CACHE = DIRECTORY.resolve("upload-gateway.aot");
  private static final File LOG = new File("target", "shipped.log");
  private static final int PATIENCE_SECONDS = 300;

  /** As the image is made: up to the point where it would ask a database. */
  private static final List<String> WITHOUT_A_DATABASE =
      List.of(
          "--spring.flyway.enabled=false",
          "--spring.datasource.url=jdbc:postgresql://localhost/none",
          "--spring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access=false",
          "--spring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect",
          "--logging.level.root=error",
          "--logging.level.org.springframework.scheduling=off");

  private static boolean made;

  private ShippedProgram() {}

  /**
   * Makes it for all tests of this JVM, unless it is made. Who measures the time of a start asks
   * for it before.
   */
  public static synchronized void make() {
    if (!made) {
      try {
        FileSystemUtils.deleteRecursively(DIRECTORY);
        run(extraction());
        run(training());
        made = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * What starts it, but for its settings.
   *
   * @param heap the most that its heap may take, as {@code -Xmx} has it; at least 64m
   */
  static List<String> command(String heap) {
    make();
    return java("-XX:AOTCache=" + CACHE, "-Xmx" + heap);
  }

  private static List<String> extraction() {
    String jar = Path.of("target", "upload-gateway.jar").toString();
    return List.of(
        program(),
        "-Djarmode=tools",
        "-jar",
        jar,
        "extract",
        "--force",
        "--destination",
        DIRECTORY.toString());
  }

  private static List<String> training() {
    List<String> command =
        java("-XX:AOTCacheOutput=" + CACHE, "-Xmx256m", "-Dspring.context.exit=onRefresh");
    command.addAll(GatewayProcess.settings(0));
    command.addAll(WITHOUT_A_DATABASE);
    return command;
  }

  /** What differs between the two of them makes a cache that is not used. */
  private static List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(program());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xlog:aot*=error",
            "-Xms64m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", DIRECTORY.resolve("upload-gateway.jar").toString()));
    return command;
  }

  private static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG))
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("%s ends", command)
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as("%s, said in %s", command, LOG).isZero();
  }
}
