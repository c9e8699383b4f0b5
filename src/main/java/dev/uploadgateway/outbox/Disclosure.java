package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Currencies;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.Member;
import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.conversion.Text;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What may be shown of a stored event: nothing of its customer. A raw event tells it by itself; of
 * one that is frozen it stands in one of the two places that {@link Member} knows.
 */
final class Disclosure {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Disclosure() {}

  /**
   * @param frozen whether its payload is what was sent, and not the raw event
   */
  static Line.Contents of(StoredEvent event, boolean frozen) {
    try {
      return frozen
          ? frozen(JSON.readTree(event.payload()))
          : raw(EventCodec.decode(event.payload()));
    } catch (RuntimeException e) {
      // Another release wrote it; the message may quote it.
      return new Line.Contents.Unreadable();
    }
  }

  private static Line.Contents raw(ConversionEvent event) {
    return new Line.Contents.Shown(
        event.occasion().name(),
        event.occasion().time(),
        Text.string(event.sale().itemNumber()),
        event.sale().money());
  }

  private static Line.Contents frozen(JsonNode event) {
    return new Line.Contents.Shown(
        event.path("event_name").asString(),
        event.path("event_time").asLong(),
        member(event, Member.ITEM_NUMBER).map(JsonNode::asString).orElse(null),
        money(event));
  }

  private static @Nullable Money money(JsonNode event) {
    Optional<BigDecimal> value = member(event, Member.VALUE).map(JsonNode::decimalValue);
    return value.isEmpty()
        ? null
        : member(event, Member.CURRENCY)
            .flatMap(code -> Currencies.currency(code.asString()))
            .map(currency -> new Money(value.get(), currency))
            .orElse(null);
  }

  private static Optional<JsonNode> member(JsonNode event, Member member) {
    JsonNode found = event.path("custom_data").path(member.key());
    JsonNode other = found.isMissingNode() ? event.path(member.offlineName()) : found;
    return other.isMissingNode() || other.isNull() ? Optional.empty() : Optional.of(other);
  }
}
