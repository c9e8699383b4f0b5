package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Member;
import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.matchkey.MatchKeys;

/**
 * An event in the words of the Conversions API ("Server Event Parameters", "Standard Parameters"):
 * match keys in {@code user_data}; value, currency, order and contents in {@code custom_data}, with
 * {@code item_price}.
 */
final class ConversionsApi {

  private static final JsonName EVENT_NAME = JsonName.of("event_name");
  private static final JsonName EVENT_TIME = JsonName.of("event_time");
  private static final JsonName EVENT_ID = JsonName.of("event_id");
  private static final JsonName ACTION_SOURCE = JsonName.of("action_source");
  private static final JsonName USER_DATA = JsonName.of(Member.CUSTOMER.key());
  private static final JsonName CUSTOM_DATA = JsonName.of("custom_data");
  private static final JsonName VALUE = JsonName.of(Member.VALUE.key());
  private static final JsonName CURRENCY = JsonName.of(Member.CURRENCY.key());
  private static final JsonName CONTENTS = JsonName.of(Member.CONTENTS.key());
  private static final JsonName ITEM_PRICE = JsonName.of(Member.CONTENT_PRICE.key());

  private ConversionsApi() {}

  /**
   * @param key goes as the event's id where it has none of the client's: Meta traces an event by
   *     it, and recognises web events
   * @param dataset says what the event leaves out
   */
  static void write(
      JsonBytes out, ConversionEvent event, MatchKeys keys, EventKey key, Dataset dataset) {
    Occasion occasion = event.occasion();
    ActionSource source = occasion.source();
    out.open('{');
    out.name(EVENT_NAME).string(occasion.name());
    out.name(EVENT_TIME).number(occasion.time());
    out.name(EVENT_ID);
    if (occasion.eventId() == null) {
      out.eventKey(key);
    } else {
      out.string(occasion.eventId());
    }
    out.name(ACTION_SOURCE)
        .plain((source == null ? dataset.delivery().actionSource() : source).wireName());
    out.name(USER_DATA).open('{');
    MatchKeyValues.write(out, keys, MatchKeyValues.KEYS);
    out.close('}');
    out.name(CUSTOM_DATA).open('{');
    write(out, event.sale());
    for (Property property : event.customData()) {
      out.property(property);
    }
    out.close('}');
    EventData.write(out, event.eventData(), LimitedDataUse.of(dataset, keys));
    out.close('}');
  }

  private static void write(JsonBytes out, Sale sale) {
    Money money = sale.money();
    if (money != null) {
      out.name(VALUE).number(money.value());
      out.name(CURRENCY).plain(money.currency().getCurrencyCode());
    }
    SaleFields.writeOrder(out, sale);
    if (!sale.contents().isEmpty()) {
      out.name(CONTENTS).open('[');
      for (Content content : sale.contents()) {
        SaleFields.write(out.element(), content, ITEM_PRICE);
      }
      out.close(']');
    }
  }
}
