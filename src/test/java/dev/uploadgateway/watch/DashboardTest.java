package dev.uploadgateway.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DashboardTest {

  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  /** As rules, which Prometheus' own tool parses; Grafana's variables get a value first. */
  @Test
  void prometheusUnderstandsEveryExpression(@TempDir Path directory) throws Exception {
    assumeTrue(
        Files.isExecutable(PROMTOOL), "promtool is not here: apt-get install prometheus brings it");
    JsonNode dashboard =
        new JsonMapper().readTree(Files.readString(Path.of("helm", "dashboards", "gateway.json")));
    List<String> expressions =
        dashboard.findValues("expr").stream()
            .map(JsonNode::asString)
            .map(expr -> expr.replace("$__rate_interval", "5m").replace("$dataset", ".*"))
            .toList();
    StringBuilder rules = new StringBuilder("groups: [{name: dashboard, rules: [\n");
    for (int i = 0; i < expressions.size(); i++) {
      rules.append(
          "{record: panel_%d, expr: '%s'},\n".formatted(i, expressions.get(i).replace("'", "''")));
    }
    Path file = Files.writeString(directory.resolve("rules.yaml"), rules.append("]}]\n"));

    Process promtool =
        new ProcessBuilder(PROMTOOL.toString(), "check", "rules", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes());

    assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(promtool.exitValue()).as(said).isZero();
    assertThat(expressions).hasSizeGreaterThan(20).noneMatch(expr -> expr.contains("$"));
  }
}
