package dev.uploadgateway.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class AlertsTest {

  private static final Path RULES = Path.of("helm/rules/gateway.yaml");
  private static final Path SERIES = Path.of("src/test/resources/dev/uploadgateway/alerts.yaml");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @Test
  void everyAlertHasAnEntryInTheRunbookAndEveryEntryAnAlert() throws IOException {
    List<String> entries =
        Files.readAllLines(Path.of("src", "docs", "runbook.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();

    assertThat(entries).containsExactlyElementsOf(alerts());
  }

  @Test
  void everyAlertFiresOnSomeSeries() throws IOException {
    String series = Files.readString(SERIES);

    assertThat(alerts()).allSatisfy(alert -> assertThat(series).contains("\"" + alert + "\""));
  }

  /** By Prometheus' own tool, which Debian has in its package prometheus. */
  @Test
  void onRecordedSeriesThoseFireThatShould(@TempDir Path directory) throws Exception {
    assumeTrue(
        Files.isExecutable(PROMTOOL), "promtool is not here: apt-get install prometheus brings it");
    Files.createDirectory(directory.resolve("rules"));
    Files.copy(RULES, directory.resolve("rules/gateway.yaml"));
    Files.copy(SERIES, directory.resolve("alerts.yaml"));

    Process promtool =
        new ProcessBuilder(PROMTOOL.toString(), "test", "rules", "alerts.yaml")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes());

    assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(promtool.exitValue()).as(said).isZero();
  }

  private static List<String> alerts() throws IOException {
    Map<String, List<Map<String, List<Map<String, Object>>>>> file =
        new Yaml().load(Files.readString(RULES));
    return file.get("groups").stream()
        .flatMap(group -> group.get("rules").stream())
        .map(rule -> String.valueOf(rule.get("alert")))
        .toList();
  }
}
