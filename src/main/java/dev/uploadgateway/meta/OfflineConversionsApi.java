package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Identifier;
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

  private OfflineConversionsApi() {}

  static void write(JsonBytes out, ConversionEvent event, MatchKeys keys, Dataset dataset) {
    Sale sale = event.sale();
    Money money = sale.money();
    out.open('{');
    out.name(Member.CUSTOMER.offlineName()).open('{');
    MatchKeyValues.write(out, keys, Identifier::offlineName);
    out.close('}');
    out.name("event_name").string(event.occasion().name());
    out.name("event_time").number(event.occasion().time());
    if (money != null) {
      out.name(Member.CURRENCY.offlineName()).plain(money.currency().getCurrencyCode());
      out.name(Member.VALUE.offlineName()).number(money.value());
    }
    SaleFields.writeOrder(out, sale);
    if (!sale.contents().isEmpty()) {
      out.name(Member.CONTENTS.offlineName()).open('[');
      for (Content content : sale.contents()) {
        SaleFields.write(out.element(), content, Member.CONTENT_PRICE.offlineName());
      }
      out.close(']');
    }
    if (!event.customData().isEmpty()) {
      out.name("custom_data").open('{');
      event.customData().forEach(out::property);
      out.close('}');
    }
    EventData.write(out, event.eventData(), LimitedDataUse.of(dataset, keys));
    out.close('}');
  }
}
