package dev.uploadgateway;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.LocalMeta.Meta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/**
 * What the pages have to paste is run as it stands, in order, and taken. The partner's flow of
 * {@code src/docs/set-up.md} is answered as it says, too: an ellipsis there stands for whatever
 * differs from run to run.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=50ms", "gateway.dispatch.poll-interval=100ms"})
@Import({LocalPostgres.class, LocalMeta.class})
class WalkThroughIT {

  private static final Pattern BLOCK =
      Pattern.compile("^```(sh|json|text)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @LocalServerPort int port;
  @Autowired Meta meta;
  @TempDir Path directory;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void theWalkThroughDoesWhatItSays() throws Exception {
    walk(UnaryOperator.identity());
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void itDoesTheSameInTheDiscontinuedDialect() throws Exception {
    walk(text ->
        text.replace(
                "\"access_token\": \"",
                "\"wire\": \"offline_conversions_api\", \"access_token\": \"")
            .replace("\"wire\":\"conversions_api\"", "\"wire\":\"offline_conversions_api\"")
            .replace("5500", "5600")
            .replace("9900", "9910"));
  }

  /** The commands of these pages for a gateway on this machine; of what runs elsewhere none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "src/docs/keys.md",
        "src/docs/files.md",
        "src/docs/reports.md",
        "src/docs/quarantine.md",
        "src/docs/receipt-and-preview.md",
        "src/docs/privacy.md",
        "src/docs/console.md",
        "src/docs/audit.md"
      })
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void everyCommandOfAPageIsTakenAsItIsPasted(String page) throws Exception {
    new Api(port, Api.ADMIN_KEY)
        .put("/v1/datasets/1001", "{\"name\": \"Shops\", \"access_token\": \"any\"}");
    String commands =
        BLOCK
            .matcher(Files.readString(Path.of(page)))
            .results()
            .filter(block -> block.group(1).equals("sh"))
            .map(block -> block.group(2))
            .filter(block -> block.contains("localhost:80") || block.contains("$D/"))
            .collect(joining("\n"));

    assertThat(commands).contains("KEY='Authorization: Bearer", "curl ");
    run(commands);
  }

  private void walk(UnaryOperator<String> changed) throws IOException, InterruptedException {
    String document = changed.apply(Files.readString(Path.of("src", "docs", "set-up.md")));
    List<String> commands = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(document);
    while (blocks.find()) {
      (blocks.group(1).equals("sh") ? commands : answers).add(blocks.group(2));
    }
    assertThat(commands).hasSize(8);
    assertThat(answers).hasSize(7);

    String said = run(String.join("echo\n", commands));

    String expected =
        answers.stream()
            .flatMap(String::lines)
            .map(line -> Stream.of(line.split("…", -1)).map(Pattern::quote).collect(joining(".*")))
            .collect(joining("(?s:.*?)", "(?s:.*?)", "(?s:.*)"));
    assertThat(said).matches(expected);
  }

  private String run(String commands) throws IOException, InterruptedException {
    String script =
        "set -eu\n"
            + commands
                .replace("http://localhost:8080", "http://localhost:" + port)
                .replace("http://localhost:8090", meta.url());
    Path output = directory.resolve("output");
    Files.writeString(directory.resolve(".curlrc"), "silent\nshow-error\nfail-with-body\n");
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
    builder.environment().put("CURL_HOME", directory.toString());
    Process shell =
        builder
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(shell.waitFor(90, TimeUnit.SECONDS)).as("ends in time").isTrue();
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(shell.exitValue()).as(said).isZero();
      return said;
    } finally {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.destroy();
    }
  }
}
