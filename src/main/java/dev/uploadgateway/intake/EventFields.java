package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.conversion.Property;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The fields of an event as they are read, before it is known whether they make one. */
final class EventFields {

  private final BiConsumer<String, Rule> findings;
  private final Set<String> wrongFields = new HashSet<>();

  @Nullable String eventName;
  @Nullable Long eventTime;
  @Nullable String actionSource;
  @Nullable String eventId;
  @Nullable String orderId;
  @Nullable String itemNumber;
  @Nullable BigDecimal value;
  @Nullable String currency;
  @Nullable String contentType;
  boolean contentsGiven;
  final List<Content> contents = new ArrayList<>();
  final Map<Identifier, List<String>> identifiers = new EnumMap<>(Identifier.class);

  /** Members of the event itself that are none of Meta's. */
  final List<Property> unknown = new ArrayList<>();

  final List<Property> customData = new ArrayList<>();
  final List<Property> eventData = new ArrayList<>();

  EventFields(BiConsumer<String, Rule> findings) {
    this.findings = findings;
  }

  void report(String field, Rule rule) {
    if (rule.kind() == Rule.Kind.ERROR) {
      wrongFields.add(field);
    }
    findings.accept(field, rule);
  }

  boolean hasErrors() {
    return !wrongFields.isEmpty();
  }

  /**
   * Whether that field, on the event or in custom_data, was given and is wrong: then it is not
   * missing as well.
   */
  boolean hasErrorAt(String field) {
    return wrongFields.contains(field) || wrongFields.contains("custom_data." + field);
  }

  /** Whether an identifier was given and is wrong. */
  boolean hasErrorInCustomer() {
    return wrongFields.stream()
        .anyMatch(field ->
            field.startsWith("match_keys")
                || field.startsWith("user_data")
                || field.equals("extern_id"));
  }
}
