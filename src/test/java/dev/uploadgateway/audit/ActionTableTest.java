package dev.uploadgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionTableTest {

  @Test
  void theTableOfActionsHasEachAndNoOther() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("src", "docs", "audit.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();

    assertThat(rows).containsExactlyElementsOf(Action.words());
  }
}
