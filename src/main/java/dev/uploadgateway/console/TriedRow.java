package dev.uploadgateway.console;

import dev.uploadgateway.intake.Finding;
import dev.uploadgateway.preview.PreviewedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What would become of a row, for who uploaded it. Prints as nothing of it.
 *
 * @param level of its fate
 * @param event what it is, as far as it could be read
 * @param problems why it would be refused, each with its column
 * @param sent identifiers that Meta would get
 * @param dropped identifiers that it would not, each with the reason
 * @param match how well Meta may find the person; empty where nothing is sent
 * @param json exactly what would be sent; null where nothing is
 */
record TriedRow(
    long number,
    String level,
    String fate,
    List<String> event,
    List<String> problems,
    List<String> sent,
    List<String> dropped,
    String match,
    @Nullable String json) {

  /**
   * @param read the row as an event, of which nothing is checked yet
   * @param errors of this row
   */
  static TriedRow of(long number, JsonNode read, PreviewedEvent previewed, List<Finding> errors) {
    boolean goes = previewed.sent() != null && previewed.fate().equals("accepted");
    return new TriedRow(
        number,
        level(previewed.fate()),
        fate(previewed.fate()),
        event(read),
        errors.stream().map(TriedRow::problem).distinct().toList(),
        previewed.match().identifiers().stream().map(KeyWords::of).toList(),
        previewed.identifiers().stream()
            .filter(value -> value.became().dropped() != null)
            .map(TriedRow::dropped)
            .distinct()
            .toList(),
        goes ? previewed.match().estimate() : "",
        previewed.sent());
  }

  private static String level(String fate) {
    return switch (fate) {
      case "accepted" -> "good";
      case "rejected" -> "bad";
      default -> "calm";
    };
  }

  private static String fate(String fate) {
    return switch (fate) {
      case "accepted" -> "Stored and sent";
      case "duplicate_of_stored" -> "Here already: not sent again";
      case "duplicate_in_request" -> "Stands above already: not sent again";
      default -> "Refused";
    };
  }

  private static List<String> event(JsonNode read) {
    List<String> parts = new ArrayList<>();
    add(parts, "", read.path("event_name"));
    JsonNode time = read.path("event_time");
    if (time.isNumber()) {
      parts.add(Say.moment(Instant.ofEpochSecond(time.asLong())));
    }
    String value = read.path("value").asString("");
    if (!value.isEmpty()) {
      parts.add((read.path("currency").asString("") + " " + value).strip());
    }
    add(parts, "order ", read.path("order_id"));
    return parts;
  }

  private static void add(List<String> parts, String before, JsonNode member) {
    String text = member.asString("");
    if (!text.isEmpty()) {
      parts.add(before + text);
    }
  }

  private static String problem(Finding finding) {
    String column = finding.column();
    String problem = problemInWords(finding);
    return column == null ? problem : column + ": " + problem;
  }

  /** What a row lacks is told as what to do about it here. */
  private static String problemInWords(Finding finding) {
    return switch (finding.code()) {
      case "event_name_missing" -> "It has no event name: say one below, for all rows";
      case "event_time_missing" -> "It has no time: say below which column is the date";
      case "value_missing" -> "A Purchase needs a value: say below which column it is";
      case "currency_missing" -> "A value needs a currency: say one below, for all rows";
      case "customer_missing" -> "Nothing tells who the person is, such as an e-mail address";
      default -> finding.message();
    };
  }

  private static String dropped(PreviewedEvent.Value value) {
    PreviewedEvent.Rule reason = value.became().dropped();
    return KeyWords.of(value.identifier()) + ": " + (reason == null ? "" : reason.message());
  }

  @Override
  public String toString() {
    return "TriedRow[" + number + "]";
  }
}
