package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Member;
import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.matchkey.MatchKeys;

/**
 * An event in the words of the Offline Conversions API ("Upload Offline Events"): identifiers in
 * {@code match_keys}; value, currency, order and contents on the event itself, with {@code price}.
 */
final class OfflineConversionsApi {

  private static final JsonName MATCH_KEYS = JsonName.of(Member.CUSTOMER.offlineName());
  private static final JsonName EVENT_NAME = JsonName.of("event_name");
  private static final JsonName EVENT_TIME = JsonName.of("event_time");
  private static final JsonName CURRENCY = JsonName.of(Member.CURRENCY.offlineName());
  private static final JsonName VALUE = JsonName.of(Member.VALUE.offlineName());
  private static final JsonName CONTENTS = JsonName.of(Member.CONTENTS.offlineName());
  private static final JsonName PRICE = JsonName.of(Member.CONTENT_PRICE.offlineName());
  private static final JsonName CUSTOM_DATA = JsonName.of("custom_data");

  private OfflineConversionsApi() {}

  static void write(JsonBytes out, ConversionEvent event, MatchKeys keys, Dataset dataset) {
    Sale sale = event.sale();
    Money money = sale.money();
    out.open('{');
    out.name(MATCH_KEYS).open('{');
    MatchKeyValues.write(out, keys, MatchKeyValues.OFFLINE_NAMES);
    out.close('}');
    out.name(EVENT_NAME).string(event.occasion().name());
    out.name(EVENT_TIME).number(event.occasion().time());
    if (money != null) {
      out.name(CURRENCY).plain(money.currency().getCurrencyCode());
      out.name(VALUE).number(money.value());
    }
    SaleFields.writeOrder(out, sale);
    if (!sale.contents().isEmpty()) {
      out.name(CONTENTS).open('[');
      for (Content content : sale.contents()) {
        SaleFields.write(out.element(), content, PRICE);
      }
      out.close(']');
    }
    if (!event.customData().isEmpty()) {
      out.name(CUSTOM_DATA).open('{');
      event.customData().forEach(out::property);
      out.close('}');
    }
    EventData.write(out, event.eventData(), LimitedDataUse.of(dataset, keys));
    out.close('}');
  }
}
