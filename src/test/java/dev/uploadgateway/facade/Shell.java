package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs a script of curl calls that prints an answer a line. */
final class Shell {

  private static final JsonMapper JSON = new JsonMapper();

  private Shell() {}

  static void assumeCurl() throws InterruptedException {
    assumeTrue(runs("curl", "--version"), "There is no curl, so its calls are not tried");
    assumeTrue(runs("sh", "-c", "command -v sha256sum"), "There is no sha256sum");
  }

  /**
   * @param name of a file beside this class
   */
  static List<JsonNode> answers(String name, Map<String, String> variables) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-s");
    shell.environment().putAll(variables);
    Process process = shell.redirectErrorStream(true).start();
    try (InputStream script = Shell.class.getResourceAsStream(name);
        var input = process.getOutputStream()) {
      script.transferTo(input);
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed.lines().<JsonNode>map(JSON::readTree).toList();
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
