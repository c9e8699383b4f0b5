package dev.uploadgateway.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables {@link Member} and {@link Identifier}, and what people read of them. */
class NamesInTheDocsTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\|$", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");

  @Test
  void whatTheTwoApisNameOrPlaceDifferentlyIsInTheTable() throws IOException {
    assertThat(ROW.matcher(section()).results().map(row -> row.group(1) + " → " + row.group(2)))
        .containsExactlyElementsOf(
            Stream.concat(
                    Arrays.stream(Member.values()).map(NamesInTheDocsTest::pair),
                    Arrays.stream(Identifier.values())
                        .filter(one -> !one.key().equals(one.offlineName()))
                        .map(NamesInTheDocsTest::pair))
                .toList());
  }

  @Test
  void whatTheyNameAlikeIsListedAsItTravels() throws IOException {
    String alike = section().lines().filter(line -> line.startsWith("Alike in")).findFirst().get();
    String[] lists = alike.split("; and as they are |; only in ");

    List<String> hashed = new ArrayList<>(names(lists[0]));
    assertThat(hashed.subList(0, 2)).containsExactly("match_keys", "user_data");
    assertThat(hashed.subList(2, hashed.size())).isEqualTo(alike(Identifier.Form.HASHED));
    assertThat(names(lists[1])).isEqualTo(alike(Identifier.Form.PLAIN));
    assertThat(names(lists[2])).isEqualTo(only("user_data", Identifier.KnownTo.CONVERSIONS_API));
    assertThat(names(lists[3]))
        .isEqualTo(only("match_keys", Identifier.KnownTo.OFFLINE_CONVERSIONS_API));
  }

  private static String pair(Member member) {
    return switch (member.place()) {
      case EVENT -> member.offlineName() + " → " + member.key();
      case CUSTOM_DATA -> member.offlineName() + " → custom_data." + member.key();
      case CONTENT ->
          "contents[]." + member.offlineName() + " → custom_data.contents[]." + member.key();
    };
  }

  private static String pair(Identifier identifier) {
    return "match_keys." + identifier.offlineName() + " → user_data." + identifier.key();
  }

  private static List<String> alike(Identifier.Form form) {
    return Arrays.stream(Identifier.values())
        .filter(one -> one.form() == form && one.key().equals(one.offlineName()))
        .filter(one -> one.knownTo() == Identifier.KnownTo.BOTH)
        .map(Identifier::key)
        .toList();
  }

  private static List<String> only(String place, Identifier.KnownTo api) {
    return Stream.concat(
            Stream.of(place),
            Arrays.stream(Identifier.values())
                .filter(one -> one.knownTo() == api)
                .map(Identifier::key))
        .toList();
  }

  private static List<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .map(NamesInTheDocsTest::bare)
        .toList();
  }

  private static String bare(String name) {
    return name.replace("`", "");
  }

  private static String section() throws IOException {
    String document = Files.readString(Path.of("src", "docs", "facade.md"));
    return document.substring(document.indexOf("## From one API to the other"));
  }
}
