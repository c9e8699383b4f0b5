package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonTableTest {

  @Test
  void theTableOfReasonsHasEachWithItsMeaningAndNoOther() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("src", "docs", "quarantine.md")).stream()
            .dropWhile(line -> !line.startsWith("| reason | means |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(row -> row.substring(0, row.indexOf(" | ", row.indexOf(" | ") + 1)))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(ReasonCode.values())
                .map(reason -> "| `%s` | %s".formatted(reason.code(), reason.meaning()))
                .toList());
  }
}
