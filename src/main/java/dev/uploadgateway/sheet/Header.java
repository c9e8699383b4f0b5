package dev.uploadgateway.sheet;

import dev.uploadgateway.sheet.Unreadable.Why;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of a sheet's columns. Names may be blank or stand twice: then the position tells them
 * apart, as in {@code #3} for the third column.
 */
public final class Header {

  /** Nobody calls a column like that: it is a person's. */
  private static final Pattern VALUE =
      Pattern.compile(".+@.+[.].+|[0-9a-fA-F]{64}|[+(]?[-\\d ./:)]{5,}|\\d+([.,]\\d+)?");

  /** The longest e-mail address; what is longer is quoted nowhere, and takes the pattern long. */
  private static final int LONGEST_VALUE = 320;

  private static final int LONGEST_LABEL = 60;

  private final List<String> names;
  private final List<String> labels;

  /**
   * @param row the first of the sheet that is not blank
   * @throws Unreadable if it holds values: they would be quoted as names
   */
  public Header(Row row) {
    List<String> stripped = row.cells().stream().map(Header::strip).toList();
    for (int i = 0; i < stripped.size(); i++) {
      String name = stripped.get(i);
      if (name.length() <= LONGEST_VALUE && VALUE.matcher(name).matches()) {
        throw new Unreadable(Why.HEADER_MISSING, row.line(), i + 1L);
      }
    }
    this.names = stripped;
    this.labels = labels(stripped);
  }

  public int size() {
    return names.size();
  }

  /** As they stand there, without surrounding space and control characters. */
  public List<String> names() {
    return names;
  }

  /** What a column is called in answers: its name, or its position where that tells it better. */
  public String label(int position) {
    return position < labels.size() ? labels.get(position) : "#" + (position + 1);
  }

  private static List<String> labels(List<String> names) {
    List<String> labels = new ArrayList<>(names.size());
    List<String> plain = names.stream().map(ColumnNames::plain).toList();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean tells =
          !name.isEmpty()
              && name.length() <= LONGEST_LABEL
              && Collections.frequency(plain, plain.get(i)) == 1;
      labels.add(tells ? name : "#" + (i + 1));
    }
    return List.copyOf(labels);
  }

  private static String strip(String cell) {
    return cell.replaceAll("\\p{Cntrl}+", " ").replace('\u00A0', ' ').replace("\uFEFF", "").strip();
  }
}
