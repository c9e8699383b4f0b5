package dev.uploadgateway.bench;

import com.facebook.ads.sdk.serverside.ActionSource;
import com.facebook.ads.sdk.serverside.CustomData;
import com.facebook.ads.sdk.serverside.Event;
import com.facebook.ads.sdk.serverside.GenderEnum;
import com.facebook.ads.sdk.serverside.UserData;
import dev.uploadgateway.Northwind;
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
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Orders of people who exist only here, each with eleven identifiers: names, towns, countries and
 * baskets are Northwind's, so 91 of each name and 69 towns; e-mail, phone, birth date, postal code
 * and customer number are everybody's own. Half the phones are written with their country's code,
 * half as they are dialled at home. They are the sales of the last day. One order is the same in
 * all of its forms.
 */
public final class Orders {

  /** Countries of Northwind, and the calling codes there. */
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("Germany", "DE 49"),
          Map.entry("USA", "US 1"),
          Map.entry("Brazil", "BR 55"),
          Map.entry("France", "FR 33"),
          Map.entry("UK", "GB 44"),
          Map.entry("Austria", "AT 43"),
          Map.entry("Venezuela", "VE 58"),
          Map.entry("Sweden", "SE 46"),
          Map.entry("Canada", "CA 1"),
          Map.entry("Mexico", "MX 52"),
          Map.entry("Finland", "FI 358"),
          Map.entry("Italy", "IT 39"),
          Map.entry("Spain", "ES 34"),
          Map.entry("Denmark", "DK 45"),
          Map.entry("Switzerland", "CH 41"),
          Map.entry("Ireland", "IE 353"),
          Map.entry("Belgium", "BE 32"),
          Map.entry("Portugal", "PT 351"),
          Map.entry("Argentina", "AR 54"),
          Map.entry("Norway", "NO 47"),
          Map.entry("Poland", "PL 48"));

  private static final JsonMapper JSON = new JsonMapper();

  /** Now, so that the sales are those of the last day. */
  private final long until = Instant.now().getEpochSecond() - 60;

  private final List<ObjectNode> baskets = Northwind.once().events();

  /** The raw identifiers of an order's customer. */
  public Map<Identifier, String> customer(int serial) {
    JsonNode keys = baskets.get(serial % baskets.size()).get("match_keys");
    // people of the same name come back with other towns than theirs, as 91 would be few
    JsonNode home = baskets.get((serial / 7) % baskets.size()).get("match_keys");
    String[] country = CODES.get(home.path("country").asString()).split(" ");
    String first = keys.path("fn").asString();
    String last = keys.path("ln").asString("Nobody");
    Map<Identifier, String> raw = new EnumMap<>(Identifier.class);
    raw.put(Identifier.EMAIL, ascii(first) + "." + serial + "@Example.com");
    raw.put(Identifier.PHONE, phone(serial, country[0], country[1]));
    raw.put(Identifier.FIRST_NAME, first);
    raw.put(Identifier.LAST_NAME, last);
    LocalDate birth = LocalDate.of(1940, 1, 1).plusDays(serial * 7_919L % 24_000);
    raw.put(Identifier.BIRTH_DATE, birth.toString());
    raw.put(Identifier.GENDER, serial % 2 == 0 ? "f" : "m");
    raw.put(Identifier.CITY, home.path("ct").asString());
    raw.put(Identifier.STATE, home.path("st").asString(home.path("ct").asString()));
    raw.put(Identifier.ZIP, Integer.toString(10_000 + (int) (serial * 104_729L % 90_000)));
    raw.put(Identifier.COUNTRY, country[0]);
    raw.put(Identifier.EXTERNAL_ID, keys.path("extern_id").asString() + "-" + serial);
    return raw;
  }

  /** The order as intake makes it of its JSON. */
  public ConversionEvent event(int serial) {
    JsonNode basket = baskets.get(serial % baskets.size());
    Map<Identifier, List<String>> identifiers = new EnumMap<>(Identifier.class);
    customer(serial).forEach((identifier, raw) -> identifiers.put(identifier, List.of(raw)));
    List<Content> contents = new ArrayList<>();
    for (JsonNode line : basket.get("contents")) {
      contents.add(
          new Content(
              new Text(line.get("id").asString()),
              line.get("quantity").decimalValue(),
              line.get("price").decimalValue(),
              List.of(new Property("category", line.get("category").toString()))));
    }
    return new ConversionEvent(
        new Occasion("Purchase", time(serial), null, null),
        new Customer(identifiers),
        new Sale(
            new Text(orderId(serial)),
            null,
            new Money(basket.get("value").decimalValue(), Currency.getInstance("USD")),
            new Text("product"),
            contents),
        List.of(new Property("channel", "\"store\"")),
        List.of());
  }

  public EventKey key(String dataset, ConversionEvent event) {
    return EventKey.of(dataset, event.occasion(), event.sale(), List.of());
  }

  /** The order as a client of Meta's SDK builds it. */
  public Event sdkEvent(int serial, String eventId) {
    JsonNode basket = baskets.get(serial % baskets.size());
    Map<Identifier, String> raw = customer(serial);
    UserData customer =
        new UserData()
            .email(raw.get(Identifier.EMAIL))
            .phone(raw.get(Identifier.PHONE))
            .firstName(raw.get(Identifier.FIRST_NAME))
            .lastName(raw.get(Identifier.LAST_NAME))
            .dateOfBirth(raw.get(Identifier.BIRTH_DATE).replace("-", ""))
            .gender(raw.get(Identifier.GENDER).equals("f") ? GenderEnum.FEMALE : GenderEnum.MALE)
            .city(raw.get(Identifier.CITY))
            .state(raw.get(Identifier.STATE))
            .zipcode(raw.get(Identifier.ZIP))
            .countryCode(raw.get(Identifier.COUNTRY).toLowerCase(Locale.ROOT))
            .externalId(raw.get(Identifier.EXTERNAL_ID));
    List<com.facebook.ads.sdk.serverside.Content> contents = new ArrayList<>();
    for (JsonNode line : basket.get("contents")) {
      contents.add(
          new com.facebook.ads.sdk.serverside.Content()
              .productId(line.get("id").asString())
              .quantity(line.get("quantity").asLong())
              .itemPrice(line.get("price").floatValue())
              .category(line.get("category").asString()));
    }
    return new Event()
        .eventName("Purchase")
        .eventTime(time(serial))
        .eventId(eventId)
        .actionSource(ActionSource.physical_store)
        .userData(customer)
        .customData(
            new CustomData()
                .value(basket.get("value").floatValue())
                .currency("USD")
                .orderId(orderId(serial))
                .contentType("product")
                .contents(contents)
                .customProperties(new java.util.HashMap<>(Map.of("channel", "store"))));
  }

  /** The order as a till posts it. */
  public String json(int serial) {
    ObjectNode event = baskets.get(serial % baskets.size()).deepCopy();
    ObjectNode keys = event.putObject("match_keys");
    customer(serial).forEach((identifier, raw) -> keys.put(identifier.offlineName(), raw));
    event.put("order_id", orderId(serial));
    event.put("event_time", time(serial));
    return JSON.writeValueAsString(event);
  }

  private long time(int serial) {
    return until - serial * 7_919L % 86_400;
  }

  private static String orderId(int serial) {
    return "RRRR" + serial;
  }

  private static String phone(int serial, String country, String code) {
    boolean american = code.equals("1");
    String number =
        american
            ? "2" + (12 + serial % 80) + "55" + pad(serial * 31L % 100_000, 5)
            : "6" + pad(serial * 7_777L % 100_000_000, 8);
    if (serial % 2 == 0) {
      return "+" + code + " " + number.substring(0, 3) + " " + number.substring(3);
    }
    boolean trunkZero =
        !american && !List.of("IT", "ES", "DK", "NO", "PT", "PL", "BR", "MX").contains(country);
    return (trunkZero ? "0" : "") + number.substring(0, 3) + " " + number.substring(3);
  }

  private static String ascii(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("[^A-Za-z]", "");
  }

  private static String pad(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(digits - text.length()) + text;
  }
}
