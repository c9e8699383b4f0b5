package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What src/docs/privacy.md says of tests is so. */
class PrivacyPageTest {

  private static final Path PAGE = Path.of("src", "docs", "privacy.md");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");

  @Test
  void everyThreatHasAnAnswerAndATestThatExists() throws IOException {
    List<String> threats = rows("| asset | threat | answer | test |");
    Set<String> tests = tests();

    assertThat(threats).hasSizeGreaterThanOrEqualTo(12);
    for (String threat : threats) {
      String[] cells = threat.split("\\|");
      assertThat(cells).as(threat).hasSize(5);
      List<String> named =
          NAMED.matcher(cells[4]).results().map(MatchResult::group).map(this::plain).toList();
      assertThat(named).as(threat).isNotEmpty();
      assertThat(tests).as(threat).containsAll(named);
    }
  }

  private String plain(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }

  /** The rows of the table that begins so. */
  static List<String> rows(String head) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.equals(head))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
