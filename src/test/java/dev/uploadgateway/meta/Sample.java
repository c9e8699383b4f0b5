package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.conversion.Text;
import dev.uploadgateway.dataset.Credentials;
import dev.uploadgateway.dataset.DataProcessing;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Delivery;
import dev.uploadgateway.dataset.Reachability;
import dev.uploadgateway.dataset.Secret;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.matchkey.DateOrder;
import dev.uploadgateway.matchkey.MatchKeyRules;
import dev.uploadgateway.matchkey.MatchKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A dataset and events for the tests of the wire. */
final class Sample {

  static final EventKey KEY = new EventKey(new UUID(0x0123456789abcdefL, 0x0fedcba987654321L));
  static final MatchKeys KEYS =
      new MatchKeys(
          Map.of(
              Identifier.EMAIL, List.of("aa11", "bb22"),
              Identifier.GENDER, List.of("cc33"),
              Identifier.CLIENT_USER_AGENT, List.of("Till \"7\"")));

  private Sample() {}

  static Dataset dataset(DataProcessing dataProcessing, String appSecret) {
    return new Dataset(
        new Dataset.Identity(1, "4711", null),
        new Credentials(new Secret("the-token"), appSecret == null ? null : new Secret(appSecret)),
        new Delivery(
            Wire.CONVERSIONS_API,
            null,
            new Delivery.EventDefaults(ActionSource.PHYSICAL_STORE, dataProcessing),
            "TEST1",
            "gateway"),
        new MatchKeyRules("US", DateOrder.MDY, true, Set.of()),
        new Reachability(null, null, Instant.EPOCH, null));
  }

  static ConversionEvent full(Property... eventData) {
    return new ConversionEvent(
        new Occasion("Purchase", 1_790_000_000L, null, null),
        new Customer(Map.of()),
        new Sale(
            new Text("R-1"),
            new Text("2"),
            new Money(new BigDecimal("1E+2"), Currency.getInstance("USD")),
            new Text("product"),
            List.of(
                new Content(
                    new Text("A1"),
                    new BigDecimal("2"),
                    new BigDecimal("49.50"),
                    List.of(new Property("brand", "\"Müller\""))),
                new Content(new Text("B2"), BigDecimal.ONE, null, List.of()))),
        List.of(new Property("store \"x\"", "{\"a\":[1,2]}")),
        List.of(eventData));
  }

  static ConversionEvent small() {
    return new ConversionEvent(
        new Occasion("Lead", 1_790_000_001L, ActionSource.WEBSITE, "my-id"),
        new Customer(Map.of()),
        new Sale(null, null, null, null, List.of()),
        List.of(),
        List.of());
  }
}
