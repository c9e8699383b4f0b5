package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.Member;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.conversion.Sale;
import java.math.BigDecimal;

/** The fields of a sale that both dialects spell alike. */
final class SaleFields {

  private static final JsonName ORDER_ID = JsonName.of(Member.ORDER_ID.key());
  private static final JsonName ITEM_NUMBER = JsonName.of(Member.ITEM_NUMBER.key());
  private static final JsonName CONTENT_TYPE = JsonName.of(Member.CONTENT_TYPE.key());
  private static final JsonName ID = JsonName.of("id");
  private static final JsonName QUANTITY = JsonName.of("quantity");

  private SaleFields() {}

  static void writeOrder(JsonBytes out, Sale sale) {
    if (sale.orderId() != null) {
      out.name(ORDER_ID).text(sale.orderId());
    }
    if (sale.itemNumber() != null) {
      out.name(ITEM_NUMBER).text(sale.itemNumber());
    }
    if (sale.contentType() != null) {
      out.name(CONTENT_TYPE).text(sale.contentType());
    }
  }

  /**
   * @param price what the dialect calls the price of one
   */
  static void write(JsonBytes out, Content content, JsonName price) {
    BigDecimal amount = content.price();
    out.open('{');
    out.name(ID).text(content.id());
    out.name(QUANTITY).number(content.quantity());
    if (amount != null) {
      out.name(price).number(amount);
    }
    for (Property property : content.others()) {
      out.property(property);
    }
    out.close('}');
  }
}
