package dev.uploadgateway.dispatch;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.conversion.Text;
import dev.uploadgateway.outbox.Lookout;
import dev.uploadgateway.setup.WaitingEvents;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opens what waits for those who try a rule on it. Here, as this room alone reads both raw events
 * and frozen ones.
 */
@Component
class WaitingInOutbox implements WaitingEvents {

  private static final Logger log = LoggerFactory.getLogger(WaitingInOutbox.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Lookout lookout;

  WaitingInOutbox(Lookout lookout) {
    this.lookout = lookout;
  }

  @Override
  public Shown show(int dataset, int most, Consumer<JsonNode> viewer) {
    AtomicInteger unreadable = new AtomicInteger();
    Lookout.Seen seen =
        lookout.look(
            dataset,
            most,
            found -> {
              JsonNode event = read(found);
              if (event == null) {
                unreadable.incrementAndGet();
              } else {
                viewer.accept(event);
              }
            });
    return new Shown(seen.more(), seen.unopened() + unreadable.get());
  }

  /** Null where this release cannot read it. */
  private static @Nullable JsonNode read(Lookout.Found found) {
    byte[] payload = found.event().payload();
    try {
      return found.wire() == null ? json(EventCodec.decode(payload)) : withoutCustomer(payload);
    } catch (RuntimeException e) {
      // Without the message, which may quote the event
      log.warn("{} cannot be read: {}", found.event(), e.getClass().getName());
      return null;
    }
  }

  private static JsonNode withoutCustomer(byte[] frozen) {
    JsonNode event = JSON.readTree(frozen);
    if (event instanceof ObjectNode object) {
      object.remove(List.of("user_data", "match_keys", "extern_id"));
    }
    return event;
  }

  private static JsonNode json(ConversionEvent event) {
    Occasion occasion = event.occasion();
    Sale sale = event.sale();
    Money money = sale.money();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("event_name", occasion.name()).put("event_time", occasion.time());
    if (occasion.source() != null) {
      json.put("action_source", occasion.source().wireName());
    }
    if (money != null) {
      json.put("value", money.value()).put("currency", money.currency().getCurrencyCode());
    }
    json.put("order_id", Text.string(sale.orderId()))
        .put("item_number", Text.string(sale.itemNumber()))
        .put("content_type", Text.string(sale.contentType()));
    ArrayNode contents = json.putArray("contents");
    sale.contents().forEach(content -> contents.addObject().put("id", content.id().value()));
    put(event.eventData(), json);
    put(event.customData(), json.putObject("custom_data"));
    return json;
  }

  private static void put(List<Property> properties, ObjectNode json) {
    properties.forEach(property -> json.set(property.name(), JSON.readTree(property.json())));
  }
}
