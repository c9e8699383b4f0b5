package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.Money;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of an event, kept beside its payload: that one changes its form on the way, and
 * batches are split and put together.
 *
 * @param name the event's name
 * @param money what it was worth, if anything
 * @param uploadedAt unix seconds
 * @param traits of what was sent of a frozen event; null while it is raw
 */
public record StoredFacts(
    String name, @Nullable Money money, long uploadedAt, @Nullable String traits) {

  StoredFacts withTraits(@Nullable String sent) {
    return new StoredFacts(name, money, uploadedAt, sent);
  }
}
