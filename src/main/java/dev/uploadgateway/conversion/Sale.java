package dev.uploadgateway.conversion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was sold; every part may be missing, as a lead has none of them.
 *
 * @param orderId the receipt; Meta's first choice to recognise a repeated offline event by
 * @param itemNumber tells the lines of one receipt apart
 * @param money what it was worth
 * @param contentType {@code product} or {@code product_group}, or what the catalogue uses
 * @param contents the articles
 */
public record Sale(
    @Nullable Text orderId,
    @Nullable Text itemNumber,
    @Nullable Money money,
    @Nullable Text contentType,
    List<Content> contents) {

  public Sale {
    contents = List.copyOf(contents);
  }
}
