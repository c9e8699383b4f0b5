package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Currencies;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.conversion.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes an event of the fields that were read, or says which of Meta's rules they break. */
final class EventRules {

  /** How far ahead of ours a till's clock may be. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /** Seconds beyond this are in the year 5138, and milliseconds of any recent year. */
  private static final long LEAST_MILLISECONDS = 100_000_000_000L;

  private static final int LONGEST_EVENT_NAME = 50;

  private EventRules() {}

  /**
   * @param defaultSource where events happened that do not say so
   * @return null where an error was reported, now or while reading
   */
  static @Nullable ConversionEvent check(
      EventFields fields, ActionSource defaultSource, Instant now) {
    String name = name(fields);
    Optional<ActionSource> source = source(fields);
    Long time = time(fields, source.orElse(defaultSource), now);
    Money money = money(fields, StandardEvents.PURCHASE.equals(name));
    rejectControlCharacters("event_id", fields.eventId, fields);
    rejectControlCharacters("order_id", fields.orderId, fields);
    rejectControlCharacters("item_number", fields.itemNumber, fields);
    rejectControlCharacters("content_type", fields.contentType, fields);
    DataProcessingRules.check(fields);
    if (fields.identifiers.isEmpty() && !fields.hasErrorInCustomer()) {
      fields.report("match_keys", Rule.CUSTOMER_MISSING);
    }
    if (fields.hasErrors() || name == null || time == null) {
      return null;
    }
    return new ConversionEvent(
        // With its source, whatever default the dataset has when it is sent: its deadline hangs on
        // it.
        new Occasion(name, time, source.orElse(defaultSource), blankAsNull(fields.eventId)),
        new Customer(fields.identifiers),
        new Sale(
            Text.of(blankAsNull(fields.orderId)),
            Text.of(blankAsNull(fields.itemNumber)),
            money,
            Text.of(blankAsNull(fields.contentType)),
            fields.contents),
        customData(fields),
        fields.eventData);
  }

  /** Members of the event that Meta does not know there are custom data; they go first. */
  private static List<Property> customData(EventFields fields) {
    if (fields.unknown.isEmpty()) {
      return fields.customData;
    }
    Map<String, Property> byName = new LinkedHashMap<>();
    fields.unknown.forEach(property -> byName.put(property.name(), property));
    for (Property property : fields.customData) {
      if (byName.putIfAbsent(property.name(), property) != null) {
        fields.report("custom_data", Rule.GIVEN_TWICE);
      }
    }
    return List.copyOf(byName.values());
  }

  private static @Nullable String name(EventFields fields) {
    String name = blankAsNull(fields.eventName);
    if (name == null) {
      if (!fields.hasErrorAt("event_name")) {
        fields.report("event_name", Rule.EVENT_NAME_MISSING);
      }
      return null;
    }
    if (name.codePointCount(0, name.length()) > LONGEST_EVENT_NAME) {
      fields.report("event_name", Rule.TOO_LONG);
    }
    rejectControlCharacters("event_name", name, fields);
    return StandardEvents.spelled(name);
  }

  private static Optional<ActionSource> source(EventFields fields) {
    String given = blankAsNull(fields.actionSource);
    if (given == null) {
      return Optional.empty();
    }
    Optional<ActionSource> source = ActionSource.of(given);
    if (source.isEmpty()) {
      fields.report("action_source", Rule.UNKNOWN_ACTION_SOURCE);
    }
    return source;
  }

  private static @Nullable Long time(EventFields fields, ActionSource source, Instant now) {
    Long time = fields.eventTime;
    if (time == null) {
      if (!fields.hasErrorAt("event_time")) {
        fields.report("event_time", Rule.EVENT_TIME_MISSING);
      }
      return null;
    }
    if (time >= LEAST_MILLISECONDS) {
      fields.report("event_time", Rule.EVENT_TIME_IN_MILLISECONDS);
      return null;
    }
    if (time > now.plus(CLOCK_SKEW).getEpochSecond()) {
      fields.report("event_time", Rule.EVENT_TIME_IN_FUTURE);
      return null;
    }
    if (time <= now.minus(source.window()).getEpochSecond()) {
      fields.report("event_time", Rule.EVENT_TIME_TOO_OLD);
      return null;
    }
    if (time > now.getEpochSecond()) {
      fields.report("event_time", Rule.EVENT_TIME_CLAMPED);
      return now.getEpochSecond();
    }
    return time;
  }

  /** Value and currency go together, and a Purchase needs both. */
  private static @Nullable Money money(EventFields fields, boolean purchase) {
    BigDecimal value = fields.value;
    String code = blankAsNull(fields.currency);
    if (value == null && (code != null || purchase) && !fields.hasErrorAt("value")) {
      fields.report("value", Rule.VALUE_MISSING);
    }
    if (code == null && (value != null || purchase) && !fields.hasErrorAt("currency")) {
      fields.report("currency", Rule.CURRENCY_MISSING);
    }
    if (value != null && value.signum() < 0) {
      fields.report("value", Rule.VALUE_NEGATIVE);
    }
    Optional<Currency> currency = code == null ? Optional.empty() : Currencies.currency(code);
    if (code != null && currency.isEmpty()) {
      fields.report("currency", Rule.CURRENCY_UNKNOWN);
    }
    return value == null || value.signum() < 0 || currency.isEmpty()
        ? null
        : new Money(value, currency.get());
  }

  private static void rejectControlCharacters(
      String field, @Nullable String value, EventFields fields) {
    if (value != null && hasControlCharacter(value)) {
      fields.report(field, Rule.CONTROL_CHARACTER);
    }
  }

  static boolean hasControlCharacter(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String blankAsNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
