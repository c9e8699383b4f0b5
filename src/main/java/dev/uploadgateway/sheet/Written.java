package dev.uploadgateway.sheet;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row as the JSON of an event, of which nothing is checked but its cells.
 *
 * @param json UTF-8; without the members whose cells could not be read
 * @param remarks what is wrong with cells, or remarkable
 * @param labels the columns by the members that came of them, such as {@code match_keys.email}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Written(byte[] json, List<Remark> remarks, Map<String, String> labels) {

  /**
   * @param field the event's member; empty for the row as a whole
   */
  public record Remark(String field, CellRule rule) {}

  /**
   * The column that a member of the event came of, or of which the largest part of it did; null
   * where it came of none or of several.
   */
  public @Nullable String column(String field) {
    for (String part = field; !part.isEmpty(); part = parent(part)) {
      String label = labels.get(part);
      if (label != null) {
        return label;
      }
    }
    return null;
  }

  private static String parent(String field) {
    int end = Math.max(field.lastIndexOf('.'), field.lastIndexOf('['));
    return end < 0 ? "" : field.substring(0, end);
  }

  @Override
  public String toString() {
    return "Written[" + json.length + " bytes]";
  }
}
