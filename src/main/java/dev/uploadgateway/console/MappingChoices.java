package dev.uploadgateway.console;

import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.sheet.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a column of a file can be, and how its times can be written, as people choose it. */
final class MappingChoices {

  /**
   * @param value as mappings name it
   */
  record Choice(String value, String label) {}

  record Group(String label, List<Choice> choices) {}

  static final Choice NOT_READ = new Choice(Target.IGNORE, "Nothing: it is not read");

  static final List<Group> TARGETS =
      List.of(
          new Group(
              "The sale",
              List.of(
                  new Choice("event_name", "Event name"),
                  new Choice(Target.EVENT_TIME, "Date and time"),
                  new Choice(Target.EVENT_DATE, "Date only"),
                  new Choice(Target.EVENT_CLOCK, "Time of the day only"),
                  new Choice("order_id", "Order id"),
                  new Choice("item_number", "Item number"),
                  new Choice(Target.VALUE, "Value"),
                  new Choice("currency", "Currency"),
                  new Choice("event_id", "Event id"),
                  new Choice("action_source", "Where it happened"))),
          new Group(
              "The person",
              Stream.of(
                      Identifier.EMAIL,
                      Identifier.PHONE,
                      Identifier.FIRST_NAME,
                      Identifier.LAST_NAME,
                      Identifier.BIRTH_DATE,
                      Identifier.BIRTH_YEAR,
                      Identifier.BIRTH_MONTH,
                      Identifier.BIRTH_DAY,
                      Identifier.GENDER,
                      Identifier.CITY,
                      Identifier.STATE,
                      Identifier.ZIP,
                      Identifier.COUNTRY,
                      Identifier.EXTERNAL_ID,
                      Identifier.MOBILE_ADVERTISER_ID,
                      Identifier.LEAD_ID,
                      Identifier.CLIENT_IP_ADDRESS,
                      Identifier.CLIENT_USER_AGENT,
                      Identifier.CLICK_ID,
                      Identifier.BROWSER_ID)
                  .map(identifier ->
                      new Choice(
                          Target.MATCH_KEYS + identifier.offlineName(), KeyWords.of(identifier)))
                  .toList()),
          new Group(
              "The product",
              List.of(
                  new Choice("content_type", "Kind of contents"),
                  new Choice("contents[0].id", "Product id"),
                  new Choice("contents[0].quantity", "Quantity"),
                  new Choice("contents[0].price", "Price"),
                  new Choice("contents[0].brand", "Brand"),
                  new Choice("contents[0].category", "Category"))),
          new Group(
              "Data processing",
              List.of(
                  new Choice(Target.OPTIONS, "Options"),
                  new Choice(Target.OPTIONS_COUNTRY, "Country of the options"),
                  new Choice(Target.OPTIONS_STATE, "State of the options"))));

  /** Of all rows that do not say it themselves. */
  static final List<CorrectionForm.Field> CONSTANTS =
      List.of(
          new CorrectionForm.Field(
              "constant.event_name", "Event", "text", "Such as Purchase or Lead"),
          new CorrectionForm.Field(
              "constant.currency", "Currency", "text", "Three letters, such as EUR"),
          new CorrectionForm.Field(
              "constant.match_keys.country",
              "Country of the person",
              "text",
              "Two letters, such as AT"));

  private static final String CLOCK = "[','][ H:mm[:ss]]";

  static final List<Choice> DATES =
      List.of(
          new Choice("iso", "2026-12-31 23:59"),
          new Choice("d.M.yyyy" + CLOCK, "31.12.2026 23:59"),
          new Choice("d/M/yyyy" + CLOCK, "31/12/2026 23:59, the day first"),
          new Choice("M/d/yyyy" + CLOCK, "12/31/2026 23:59, the month first"),
          new Choice("M/d/yyyy[','] h:mm[:ss][ ]a", "12/31/2026 11:59 PM, the month first"),
          new Choice("d-M-yyyy" + CLOCK, "31-12-2026 23:59"),
          new Choice("epoch_seconds", "1798761540 (seconds since 1970)"),
          new Choice("epoch_milliseconds", "1798761540000 (milliseconds since 1970)"));

  private MappingChoices() {}

  static boolean isListed(String target) {
    return target.equals(Target.IGNORE)
        || TARGETS.stream()
            .flatMap(group -> group.choices().stream())
            .anyMatch(choice -> choice.value().equals(target));
  }

  /** What to call custom data of a column; empty where its name is no name of a member. */
  static Optional<Choice> custom(String column) {
    String value = Target.CUSTOM_DATA + column;
    return Target.of(value)
        .filter(Target.Custom.class::isInstance)
        .map(target -> new Choice(value, "Custom data: " + column));
  }
}
