package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.Member;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.conversion.Sale;
import java.math.BigDecimal;

/** The fields of a sale that both dialects spell alike. */
final class SaleFields {

  private SaleFields() {}

  static void writeOrder(JsonBytes out, Sale sale) {
    if (sale.orderId() != null) {
      out.name(Member.ORDER_ID.key()).string(sale.orderId());
    }
    if (sale.itemNumber() != null) {
      out.name(Member.ITEM_NUMBER.key()).string(sale.itemNumber());
    }
    if (sale.contentType() != null) {
      out.name(Member.CONTENT_TYPE.key()).string(sale.contentType());
    }
  }

  /**
   * @param price what the dialect calls the price of one
   */
  static void write(JsonBytes out, Content content, String price) {
    BigDecimal amount = content.price();
    out.open('{');
    out.name("id").string(content.id());
    out.name("quantity").number(content.quantity());
    if (amount != null) {
      out.name(price).number(amount);
    }
    for (Property property : content.others()) {
      out.property(property);
    }
    out.close('}');
  }
}
