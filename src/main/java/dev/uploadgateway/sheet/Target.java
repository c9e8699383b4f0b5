package dev.uploadgateway.sheet;

import dev.uploadgateway.conversion.Identifier;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a column is, as its name in an event's JSON. */
public sealed interface Target {

  /** Nothing: the column is not read. */
  record Ignore() implements Target {

    @Override
    public String toString() {
      return IGNORE;
    }
  }

  /** A member of the event itself. */
  record Member(String name) implements Target {

    @Override
    public String toString() {
      return name;
    }
  }

  /** The day of the event, of which the time stands in another column, or in none. */
  record EventDate() implements Target {

    @Override
    public String toString() {
      return EVENT_DATE;
    }
  }

  /** The time of the day, of which the date stands in another column. */
  record EventClock() implements Target {

    @Override
    public String toString() {
      return EVENT_CLOCK;
    }
  }

  /** An identifier of the customer; several columns may be the same one. */
  record MatchKey(Identifier identifier) implements Target {

    @Override
    public String toString() {
      return MATCH_KEYS + identifier.offlineName();
    }
  }

  /** A member of {@code custom_data}. */
  record Custom(String name) implements Target {

    @Override
    public String toString() {
      return CUSTOM_DATA + name;
    }
  }

  /**
   * A member of an entry of {@code contents}.
   *
   * @param item which of them, from 0
   */
  record Item(int item, String name) implements Target {

    @Override
    public String toString() {
      return "contents[%d].%s".formatted(item, name);
    }
  }

  String IGNORE = "ignore";
  String EVENT_TIME = "event_time";
  String EVENT_DATE = "event_time.date";
  String EVENT_CLOCK = "event_time.time";
  String CONTENTS = "contents";
  String MATCH_KEYS = "match_keys.";
  String CUSTOM_DATA = "custom_data.";
  String VALUE = "value";
  String OPTIONS = "data_processing_options";
  String OPTIONS_COUNTRY = "data_processing_options_country";
  String OPTIONS_STATE = "data_processing_options_state";

  Set<String> MEMBERS =
      Set.of(
          "event_name",
          EVENT_TIME,
          "event_id",
          "action_source",
          "order_id",
          "item_number",
          VALUE,
          "currency",
          "content_type",
          CONTENTS,
          "event_source_url",
          "referrer_url",
          OPTIONS,
          OPTIONS_COUNTRY,
          OPTIONS_STATE);

  Pattern ITEM =
      Pattern.compile("contents(?:\\[(\\d{1,2})]|[.](\\d{1,2}))?[.]([a-z][a-z0-9_]{0,49})");
  Pattern CUSTOM = Pattern.compile("custom_data[.]([A-Za-z][A-Za-z0-9_ -]{0,99})");
  Pattern KEY = Pattern.compile("(?:match_keys|user_data)[.]([a-z0-9_]{1,40})");

  /** The target of that name; empty where there is none of it. */
  static Optional<Target> of(String name) {
    Matcher key = KEY.matcher(name);
    if (key.matches()) {
      return Optional.ofNullable(Identifier.named(key.group(1))).map(MatchKey::new);
    }
    Matcher custom = CUSTOM.matcher(name);
    if (custom.matches()) {
      return Optional.of(ofCustomData(custom.group(1)));
    }
    Matcher item = ITEM.matcher(name);
    if (item.matches()) {
      String number = item.group(1) == null ? item.group(2) : item.group(1);
      return Optional.of(
          new Item(number == null ? 0 : Integer.parseInt(number), itemMember(item.group(3))));
    }
    return switch (name) {
      case IGNORE -> Optional.of(new Ignore());
      case EVENT_DATE -> Optional.of(new EventDate());
      case EVENT_CLOCK -> Optional.of(new EventClock());
      case "extern_id", "external_id" -> Optional.of(new MatchKey(Identifier.EXTERNAL_ID));
      default -> MEMBERS.contains(name) ? Optional.of(new Member(name)) : Optional.empty();
    };
  }

  /** Several columns may be the same of these; of the others only one. */
  default boolean takesSeveral() {
    return this instanceof MatchKey || this instanceof Ignore;
  }

  /** The sale's members stand in {@code custom_data} in the dialect of the Conversions API. */
  private static Target ofCustomData(String name) {
    return switch (name) {
      case VALUE, "currency", "order_id", "item_number", "content_type", CONTENTS ->
          new Member(name);
      default -> new Custom(name);
    };
  }

  private static String itemMember(String name) {
    return name.equals("item_price") ? "price" : name;
  }
}
