package dev.uploadgateway.intake;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.LocalRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadmeTest {

  private final List<String> readme;
  private final List<String> codes;

  ReadmeTest() throws IOException {
    readme = Files.readAllLines(Path.of("README.md"));
    codes = Files.readAllLines(Path.of("src", "docs", "codes.md"));
  }

  @ParameterizedTest
  @EnumSource
  void theTableOfCodesHasEveryRuleWithItsFieldsSentenceAndSubcodes(Rule rule) {
    assertThat(codes).contains(row(rule));
  }

  @Test
  void theTableOfCodesHasNoOthers() {
    long rows =
        codes.stream()
            .dropWhile(line -> !line.startsWith("| code"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .count();
    assertThat(rows).isEqualTo(Rule.values().length);
  }

  @Test
  void itIsReadInOneSitting() {
    assertThat(readme).hasSizeLessThanOrEqualTo(200);
  }

  /** Of the programs among the tests Maven would choose one itself. */
  @Test
  void theCommandToTryItStartsTheLocalRun() throws IOException {
    assertThat(readme).contains("./mvnw spring-boot:test-run");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<mainClass>" + LocalRun.class.getName() + "</mainClass>");
  }

  /** Warnings are in italics. */
  private static String row(Rule rule) {
    String code =
        switch (rule.kind()) {
          case ERROR -> "`" + rule.code() + "`";
          case WARNING -> "*`" + rule.code() + "`*";
        };
    String fields =
        rule.fields().stream()
            .map(field -> field.isEmpty() || field.equals(Rule.ANY) ? field : "`" + field + "`")
            .collect(joining(", "));
    String subcodes = rule.subcodes().stream().map(String::valueOf).collect(joining(", "));
    return "| %s | %s | %s | %s |"
        .formatted(code, fields, rule.sentence(), subcodes)
        .replace("  |", " |");
  }
}
