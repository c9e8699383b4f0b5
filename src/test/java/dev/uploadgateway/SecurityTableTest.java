package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecurityTableTest {

  private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]*)`");

  @Test
  void everyRowOfTheThreatModelNamesTestsThatExist() throws IOException {
    Set<String> tests;
    try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java"))) {
      tests =
          sources
              .map(path -> path.getFileName().toString())
              .filter(name -> name.matches("[A-Z][A-Za-z0-9]*(?:Test|IT)[.]java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toSet());
    }

    List<String> rows =
        Files.readAllLines(Path.of("src", "docs", "security.md")).stream()
            .dropWhile(line -> !line.startsWith("| asset | threat |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    assertThat(rows).hasSizeGreaterThan(15);
    assertThat(rows)
        .allSatisfy(row -> {
          List<String> named =
              NAME.matcher(row.split(" \\| ")[3]).results().map(found -> found.group(1)).toList();
          assertThat(named).isNotEmpty();
          assertThat(tests).containsAll(named);
        });
  }
}
