package dev.uploadgateway.intake;

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
  void theTableOfCodesHasEveryRuleWithItsSentence(Rule rule) {
    String row =
        "| `%s` | %s | %s"
            .formatted(
                rule.code(), rule.sentence(), rule.subcode() == null ? "|" : rule.subcode() + " |");
    assertThat(lines).contains(row);
  }

  @Test
  void theTableOfCodesHasNoOthers() {
    long codes =
        lines.stream()
            .dropWhile(line -> !line.startsWith("| code |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .filter(line -> line.startsWith("| `"))
            .count();
    assertThat(codes).isEqualTo(Rule.values().length);
  }

  @Test
  void itIsReadInOneSitting() {
    assertThat(lines).hasSizeLessThanOrEqualTo(200);
  }
}
