package dev.uploadgateway.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every input that match keys are tested with, for tests that want them all at once.
 *
 * @param region where the customer lives, or empty
 */
record Vectors(String key, String region, String input) {

  private static final Pattern FIELD =
      Pattern.compile("\\G(?:\"((?:[^\"]|\"\")*)\"|([^,\n]*))(,|\n|$)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\u(\\p{XDigit}{4})");

  static List<Vectors> all() {
    List<Vectors> all = new ArrayList<>();
    for (String file : List.of("normalization.csv", "further.csv")) {
      rows(text("/dev/uploadgateway/matchkey/" + file)).stream()
          .skip(1)
          .map(row -> new Vectors(row.get(0), row.get(1), unescaped(row.get(2))))
          .forEach(all::add);
    }
    return all;
  }

  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    Matcher field =
        FIELD.matcher(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    while (field.find()) {
      String quoted = field.group(1);
      row.add(quoted == null ? field.group(2) : quoted.replace("\"\"", "\""));
      if (!field.group(3).equals(",")) {
        rows.add(row);
        row = new ArrayList<>();
        if (field.group(3).isEmpty()) {
          break;
        }
      }
    }
    return rows;
  }

  private static String text(String resource) {
    try (InputStream in = Vectors.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(escape -> Character.toString(Integer.parseInt(escape.group(1), 16)));
  }
}
