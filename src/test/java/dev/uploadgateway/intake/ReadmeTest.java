package dev.uploadgateway.intake;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadmeTest {

  private final List<String> lines;

  ReadmeTest() throws IOException {
    lines = Files.readAllLines(Path.of("README.md"));
  }

  @ParameterizedTest
  @EnumSource
  void theTableOfCodesHasEveryRuleWithItsFieldsSentenceAndSubcodes(Rule rule) {
    assertThat(lines).contains(row(rule));
  }

  @Test
  void theTableOfCodesHasNoOthers() {
    long codes =
        lines.stream()
            .dropWhile(line -> !line.startsWith("| code"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .count();
    assertThat(codes).isEqualTo(Rule.values().length);
  }

  @Test
  void itIsReadInOneSitting() {
    assertThat(lines).hasSizeLessThanOrEqualTo(200);
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
