package dev.uploadgateway.conversion;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of article in a sale.
 *
 * @param id the article's id in the catalogue
 * @param quantity how many, zero or more
 * @param price the price of one, in the sale's currency; null where the shop gave none
 * @param others further members ({@code brand}, {@code category}, …), handed on as they are
 */
public record Content(
    Text id, BigDecimal quantity, @Nullable BigDecimal price, List<Property> others) {

  public Content {
    others = List.copyOf(others);
  }
}
