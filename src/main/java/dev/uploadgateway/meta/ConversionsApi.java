package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Identifier;
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

  private ConversionsApi() {}

  /**
   * @param eventId the client's own, or the event key: Meta traces an event by it, and recognises
   *     web events
   * @param dataset says what the event leaves out
   */
  static void write(
      JsonBytes out, ConversionEvent event, MatchKeys keys, String eventId, Dataset dataset) {
    Occasion occasion = event.occasion();
    ActionSource source = occasion.source();
    out.open('{');
    out.name("event_name").string(occasion.name());
    out.name("event_time").number(occasion.time());
    out.name("event_id").string(eventId);
    out.name("action_source")
        .plain((source == null ? dataset.delivery().actionSource() : source).wireName());
    out.name(Member.CUSTOMER.key()).open('{');
    MatchKeyValues.write(out, keys, Identifier::key);
    out.close('}');
    out.name("custom_data").open('{');
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
      out.name(Member.VALUE.key()).number(money.value());
      out.name(Member.CURRENCY.key()).plain(money.currency().getCurrencyCode());
    }
    SaleFields.writeOrder(out, sale);
    if (!sale.contents().isEmpty()) {
      out.name(Member.CONTENTS.key()).open('[');
      for (Content content : sale.contents()) {
        SaleFields.write(out.element(), content, Member.CONTENT_PRICE.key());
      }
      out.close(']');
    }
  }
}
