package dev.uploadgateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was measured, row by row. */
final class Table {

  private static final String HEAD =
      """
      | # | what | measured | beside it | ratio | target | |
      |---|---|---|---|---|---|---|
      """;

  private final List<String> rows = new ArrayList<>();

  /**
   * @param atLeast whether the target is the least that the ratio is to be, or the most
   */
  void add(
      String number,
      String what,
      String measured,
      String beside,
      double ratio,
      boolean atLeast,
      double target) {
    boolean met = atLeast ? ratio >= target : ratio <= target;
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s | %.2f | %s %s | %s |",
            number,
            what,
            measured,
            beside,
            ratio,
            atLeast ? "≥" : "≤",
            target,
            met ? "met" : "missed");
    rows.add(row);
    System.out.println(row);
  }

  /** Says that a row was not measured. */
  void leaveOut(String number, String what, String why) {
    rows.add("| " + number + " | " + what + " | " + why + " | | | | |");
  }

  void write(Path file) {
    String text = HEAD + String.join("\n", rows) + "\n";
    System.out.println(text);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
