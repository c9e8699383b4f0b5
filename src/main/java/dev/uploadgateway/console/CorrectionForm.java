package dev.uploadgateway.console;

import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.intake.Finding;
import dev.uploadgateway.outbox.Line;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of an event that takes the place of one in quarantine. Its fields are named as intake
 * names them, so that what is wrong stands beside the field. It is blank but for what is nobody's
 * personal data: what an event holds of people is shown to nobody.
 */
final class CorrectionForm {

  private static final String KEYS = "match_keys.";
  private static final String TIME = "event_time";

  /** A comma that may be no decimal one: nobody knows, so nothing is guessed. */
  private static final Pattern THOUSANDS = Pattern.compile("-?[1-9]\\d{0,2}(,\\d{3})+");

  /**
   * A field of the form.
   *
   * @param name as of the event's member; the id of the field, too
   * @param type of the input
   */
  record Field(String name, String label, String type, String hint) {}

  /**
   * The form as it is shown.
   *
   * @param values by the names of fields
   * @param errors by the names of fields
   * @param others errors that are of no field here
   */
  record Shown(
      List<Field> sale,
      List<Field> customer,
      Map<String, String> values,
      Map<String, String> errors,
      List<String> others) {

    public boolean isWrong() {
      return !errors.isEmpty() || !others.isEmpty();
    }
  }

  private static final List<Field> SALE =
      List.of(
          new Field("event_name", "Event", "text", "Such as Purchase or Lead"),
          new Field(TIME, "When it happened", "datetime-local", "In UTC"),
          new Field("order_id", "Order id", "text", "As on the receipt"),
          new Field("item_number", "Item number", "text", "Where a receipt is several events"),
          new Field("value", "Value", "text", "Such as 129.90; a Purchase needs it"),
          new Field("currency", "Currency", "text", "Three letters, such as EUR"));

  private static final List<Field> CUSTOMER =
      List.of(
          new Field(KEYS + "email", "E-mail address", "text", ""),
          new Field(
              KEYS + "phone", "Telephone", "text", "With the country's code, or as dialled there"),
          new Field(KEYS + "fn", "First name", "text", ""),
          new Field(KEYS + "ln", "Last name", "text", ""),
          new Field(KEYS + "ct", "City", "text", ""),
          new Field(KEYS + "zip", "Postal code", "text", ""),
          new Field(KEYS + "country", "Country", "text", "Two letters, or its name"),
          new Field(KEYS + "db", "Date of birth", "text", "Such as 1990-12-31"),
          new Field(KEYS + "gen", "Gender", "text", "f or m"),
          new Field(KEYS + "extern_id", "Customer number", "text", "Your own id of the person"));

  private final JsonMapper json;

  CorrectionForm(JsonMapper json) {
    this.json = json;
  }

  /** What is known of the event already, as far as it may be shown. */
  static Shown of(Line.Contents contents) {
    Map<String, String> values = new HashMap<>();
    if (contents instanceof Line.Contents.Shown event) {
      values.put("event_name", event.eventName());
      values.put(
          TIME,
          LocalDateTime.ofInstant(Instant.ofEpochSecond(event.time()), ZoneOffset.UTC).toString());
      String item = event.itemNumber();
      if (item != null) {
        values.put("item_number", item);
      }
      Money money = event.money();
      if (money != null) {
        values.put("value", money.value().toPlainString());
        values.put("currency", money.currency().getCurrencyCode());
      }
    }
    return new Shown(SALE, CUSTOMER, values, Map.of(), List.of());
  }

  /** The form as it was sent, with what is wrong with it. */
  static Shown wrong(Map<String, String> given, List<Finding> findings) {
    Set<String> names = new HashSet<>();
    SALE.forEach(field -> names.add(field.name()));
    CUSTOMER.forEach(field -> names.add(field.name()));
    Map<String, String> errors = new HashMap<>();
    List<String> others = new ArrayList<>();
    for (Finding finding : findings) {
      String field =
          finding.field().replaceFirst("\\[\\d+]$", "").replaceFirst("^custom_data\\.", "");
      if (!names.contains(field)) {
        others.add(message(finding, given));
      } else if (errors.put(field, message(finding, given)) instanceof String before) {
        errors.put(field, before + ". " + message(finding, given));
      }
    }
    return new Shown(SALE, CUSTOMER, given, errors, others);
  }

  /** Intake speaks of JSON to programs; here somebody looks at a field. */
  private static String message(Finding finding, Map<String, String> given) {
    String text = given.getOrDefault(finding.field(), "").strip();
    if (finding.field().equals("value") && !text.isEmpty() && number(text) == null) {
      return "This is not a number";
    }
    return switch (finding.code()) {
      case "event_name_missing" -> "Say what happened";
      case "event_time_missing" -> "Say when it happened";
      case "customer_missing" -> "Enter something that tells who the person is";
      default -> finding.message();
    };
  }

  /**
   * The event as intake reads it. What cannot be read is given on as it is, for intake to say so.
   */
  String event(Map<String, String> given) {
    ObjectNode event = json.createObjectNode();
    for (Field field : SALE) {
      String text = text(given, field);
      if (text != null) {
        switch (field.name()) {
          case TIME -> put(event, TIME, seconds(text), text);
          case "value" -> put(event, "value", number(text), text);
          default -> event.put(field.name(), text);
        }
      }
    }
    ObjectNode customer = event.putObject("match_keys");
    for (Field field : CUSTOMER) {
      String text = text(given, field);
      if (text != null) {
        customer.put(field.name().substring(KEYS.length()), text);
      }
    }
    return event.toString();
  }

  private static @Nullable String text(Map<String, String> given, Field field) {
    String text = given.getOrDefault(field.name(), "").strip();
    return text.isEmpty() ? null : text;
  }

  private static void put(
      ObjectNode event, String name, @Nullable BigDecimal number, String otherwise) {
    if (number == null) {
      event.put(name, otherwise);
    } else {
      event.put(name, number);
    }
  }

  private static @Nullable BigDecimal seconds(String text) {
    try {
      return BigDecimal.valueOf(LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return number(text);
    }
  }

  private static @Nullable BigDecimal number(String text) {
    if (THOUSANDS.matcher(text).matches()) {
      return null;
    }
    try {
      return new BigDecimal(text.replace(',', '.'));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
