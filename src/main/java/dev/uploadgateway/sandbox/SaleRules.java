package dev.uploadgateway.sandbox;

import static dev.uploadgateway.sandbox.Violation.Reason.CONTENT_WITHOUT_ID;
import static dev.uploadgateway.sandbox.Violation.Reason.INVALID;
import static dev.uploadgateway.sandbox.Violation.Reason.PURCHASE_WITHOUT_CURRENCY;
import static dev.uploadgateway.sandbox.Violation.Reason.PURCHASE_WITHOUT_VALUE;
import static dev.uploadgateway.sandbox.Violation.Reason.VALUE_WITHOUT_CURRENCY;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Meta refuses of value, currency, order and contents: "Standard Parameters" of the
 * Conversions API, where they sit in {@code custom_data}, and the Offline Conversions API's page,
 * where they sit in the event.
 */
final class SaleRules {

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private SaleRules() {}

  static @Nullable Violation check(JsonNode event, JsonNode sale) {
    if (!sale.isMissingNode() && !sale.isObject()) {
      return INVALID.because("custom_data must be an object");
    }
    Violation violation = money(event, sale);
    if (violation == null) {
      violation = order(sale);
    }
    return violation == null ? contents(sale.path("contents")) : violation;
  }

  private static @Nullable Violation money(JsonNode event, JsonNode sale) {
    JsonNode value = sale.path("value");
    JsonNode currency = sale.path("currency");
    boolean hasValue = !value.isMissingNode() && !value.isNull();
    boolean hasCurrency = !currency.isMissingNode() && !currency.isNull();
    boolean purchase = event.path("event_name").asString("").equals("Purchase");
    if (purchase && !hasValue) {
      return PURCHASE_WITHOUT_VALUE.because("value is required for Purchase events");
    }
    if (purchase && !hasCurrency) {
      return PURCHASE_WITHOUT_CURRENCY.because("currency is required for Purchase events");
    }
    if (hasValue && !isAmount(value)) {
      return INVALID.because("value must be a number of zero or more");
    }
    if (hasValue && !hasCurrency) {
      return VALUE_WITHOUT_CURRENCY.because("a value needs a currency");
    }
    // Meta's own samples hold usd as well as USD
    boolean valid = CURRENCIES.contains(currency.asString("").toUpperCase(Locale.ROOT));
    return hasCurrency && !valid ? INVALID.because("currency must be an ISO 4217 code") : null;
  }

  private static @Nullable Violation order(JsonNode sale) {
    for (String name : new String[] {"order_id", "item_number"}) {
      JsonNode id = sale.path(name);
      if (!id.isMissingNode() && !id.isString() && !id.isNumber()) {
        return INVALID.because(name + " must be a string");
      }
    }
    return null;
  }

  private static @Nullable Violation contents(JsonNode contents) {
    if (contents.isMissingNode()) {
      return null;
    }
    if (!contents.isArray()) {
      return INVALID.because("contents must be a list");
    }
    for (JsonNode content : contents) {
      if (content.path("id").asString("").isBlank()) {
        return CONTENT_WITHOUT_ID.because("each of the contents needs an id");
      }
      if (!isAmount(content.path("quantity"))) {
        return INVALID.because("each of the contents needs a quantity");
      }
      // The Conversions API says item_price, but the table of its page on offline events says price
      for (String name : new String[] {"price", "item_price"}) {
        JsonNode price = content.path(name);
        if (!price.isMissingNode() && !isAmount(price)) {
          return INVALID.because(name + " must be a number of zero or more");
        }
      }
    }
    return null;
  }

  private static boolean isAmount(JsonNode number) {
    return number.isNumber() && number.doubleValue() >= 0;
  }
}
