package dev.uploadgateway.intake;

import static dev.uploadgateway.conversion.Identifier.EMAIL;
import static dev.uploadgateway.conversion.Identifier.EXTERNAL_ID;
import static dev.uploadgateway.conversion.Identifier.FIRST_NAME;
import static dev.uploadgateway.conversion.Identifier.LEAD_ID;
import static dev.uploadgateway.conversion.Identifier.PHONE;
import static dev.uploadgateway.conversion.Identifier.ZIP;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.conversion.Text;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private static final ConversionEvent SALE =
      new ConversionEvent(
          new Occasion("Purchase", ReadEvent.TIME, ActionSource.PHYSICAL_STORE, "e-1"),
          new Customer(Map.of(EMAIL, List.of("a@example.com", "b@example.com"), ZIP, List.of("1"))),
          new Sale(
              new Text("ATN10001"),
              new Text("1"),
              new Money(new BigDecimal("16.00"), Currency.getInstance("USD")),
              new Text("product"),
              List.of(
                  new Content(
                      new Text("A"),
                      new BigDecimal("1"),
                      new BigDecimal("10.0"),
                      List.of(new Property("brand", "\"Brand_A\""))))),
          List.of(new Property("category", "\"ICECREAM\"")),
          List.of(
              new Property("data_processing_options", "[\"LDU\"]"),
              new Property("data_processing_options_country", "1"),
              new Property("data_processing_options_state", "1000")));

  @Test
  void readsTheShapeOfTheOfflineConversionsApi() {
    ReadEvent read =
        ReadEvent.of(
            """
            {"match_keys": {"email": ["a@example.com", "b@example.com"], "zip": "1"},
             "event_name": "Purchase", "event_time": %d, "action_source": "physical_store", "event_id": "e-1",
             "currency": "USD", "value": 16.00, "content_type": "product", "order_id": "ATN10001", "item_number": "1",
             "contents": [{"id": "A", "quantity": 1, "brand": "Brand_A", "price": 10.0}],
             "custom_data": {"category": "ICECREAM"}, "data_processing_options": ["LDU"],
             "data_processing_options_country": 1, "data_processing_options_state": 1000}
            """
                .formatted(ReadEvent.TIME));

    assertThat(read).isEqualTo(new ReadEvent(SALE, List.of(), List.of()));
  }

  @Test
  void readsTheShapeOfTheConversionsApi() {
    ReadEvent read =
        ReadEvent.of(
            """
            {"event_name": "Purchase", "event_time": %d, "action_source": "physical_store", "event_id": "e-1",
             "user_data": {"em": ["a@example.com", "b@example.com"], "zp": "1"},
             "custom_data": {"currency": "usd", "value": 16.00, "content_type": "product",
               "order_id": "ATN10001", "item_number": "1", "category": "ICECREAM",
               "contents": [{"id": "A", "quantity": 1, "brand": "Brand_A", "item_price": 10.0}]},
             "data_processing_options": ["LDU"], "data_processing_options_country": 1,
             "data_processing_options_state": 1000}
            """
                .formatted(ReadEvent.TIME));

    assertThat(read).isEqualTo(new ReadEvent(SALE, List.of(), List.of()));
  }

  @Test
  void readsAnyMixtureOfTheTwo() {
    ReadEvent read =
        ReadEvent.of(
            """
            {"user_data": {"phone": "1"}, "match_keys": {"ph": ["2"], "fn": "Jane"}, "event_name": "Purchase",
             "custom_data": {"value": 3}, "currency": "EUR", "event_time": %d}
            """
                .formatted(ReadEvent.TIME));

    assertThat(read.event().customer().identifiers())
        .isEqualTo(Map.of(PHONE, List.of("1", "2"), FIRST_NAME, List.of("Jane")));
    assertThat(read.event().sale().money())
        .isEqualTo(new Money(new BigDecimal("3"), Currency.getInstance("EUR")));
    assertThat(read.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        "order_id":"E","item_number":"E","content_type":"E","contents":[{"id":"E","quantity":1}],\
        "custom_data":{"order_id":"C","item_number":"C","content_type":"C","value":1,"currency":"EUR",\
        "contents":[{"id":"C","quantity":2}]}\
        """,
        """
        "custom_data":{"order_id":"C","item_number":"C","content_type":"C","value":1,"currency":"EUR",\
        "contents":[{"id":"C","quantity":2}]},\
        "order_id":"E","item_number":"E","content_type":"E","contents":[{"id":"E","quantity":1}]\
        """
      })
  void whatStandsOnTheEventWinsOverCustomDataWhicheverComesFirst(String further) {
    ReadEvent read = ReadEvent.purchase(further);

    assertThat(read.event().sale())
        .isEqualTo(
            new Sale(
                new Text("E"),
                new Text("E"),
                new Money(new BigDecimal("16"), Currency.getInstance("USD")),
                new Text("E"),
                List.of(new Content(new Text("E"), BigDecimal.ONE, null, List.of()))));
    assertThat(read.warnings()).hasSize(6).allMatch(warning -> warning.endsWith(": given_twice"));
    assertThat(read.customData()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"contents\":[],\"custom_data\":{\"contents\":[{\"id\":\"C\",\"quantity\":2}]}",
        "\"custom_data\":{\"contents\":[{\"id\":\"C\",\"quantity\":2}]},\"contents\":[]"
      })
  void anEmptyListOnTheEventWinsAsWell(String further) {
    ReadEvent read = ReadEvent.purchase(further);

    assertThat(read.event().sale().contents()).isEmpty();
    assertThat(read.warnings()).hasSize(1).allMatch(warning -> warning.endsWith(": given_twice"));
  }

  @Test
  void anExternIdMayStandInAnyOfThreePlaces() {
    for (String customer :
        List.of(
            "\"extern_id\":\"42\"",
            "\"match_keys\":{\"extern_id\":\"42\"}",
            "\"user_data\":{\"external_id\":42}")) {
      ReadEvent read =
          ReadEvent.of(
              "{%s,\"event_name\":\"Lead\",\"event_time\":%d}".formatted(customer, ReadEvent.TIME));

      assertThat(read.event().customer().identifiers())
          .isEqualTo(Map.of(EXTERNAL_ID, List.of("42")));
    }
  }

  @Test
  void takesIdentifiersAsTextNumbersAndLists() {
    ReadEvent read =
        ReadEvent.of(
            """
            {"match_keys": {"phone": [491511234567, "0151"], "lead_id": 1234567890123456, "zip": 10115,
               "fn": null, "ln": "", "ct": [], "email": ["  ", null, "j@example.com"]},
             "extern_id": 77, "event_name": "Lead", "event_time": %d}
            """
                .formatted(ReadEvent.TIME));

    assertThat(read.event().customer().identifiers())
        .isEqualTo(
            Map.of(
                PHONE, List.of("491511234567", "0151"),
                LEAD_ID, List.of("1234567890123456"),
                ZIP, List.of("10115"),
                EMAIL, List.of("j@example.com"),
                EXTERNAL_ID, List.of("77")));
    assertThat(read.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "true", "{\"a\":1}", "[[\"a\"]]", "[\"a\",false]"})
  void anIdentifierOfTheWrongTypeIsNamedOnce(String value) {
    ReadEvent read =
        ReadEvent.of(
            "{\"match_keys\":{\"email\":%s},\"event_name\":\"Lead\",\"event_time\":%d}"
                .formatted(value, ReadEvent.TIME));

    assertThat(read.event()).isNull();
    assertThat(read.errors()).containsExactly("match_keys.email: wrong_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"", "7", "[{\"email\":\"a\"}]", "true"})
  void matchKeysThatAreNoObjectAreNamedOnce(String value) {
    ReadEvent read =
        ReadEvent.of(
            "{\"match_keys\":%s,\"event_name\":\"Lead\",\"event_time\":%d}"
                .formatted(value, ReadEvent.TIME));

    assertThat(read.errors()).containsExactly("match_keys: wrong_type");
  }

  @Test
  void tenThousandIdentifiersAreTooMany() {
    String members =
        IntStream.range(0, 10_000).mapToObj(i -> "\"k" + i + "\":\"v\"").collect(joining(","));
    String values = IntStream.range(0, 10_000).mapToObj(i -> "\"" + i + "\"").collect(joining(","));

    assertThat(ReadEvent.purchase("\"user_data\":{" + members + "}").errors())
        .containsExactly("user_data: too_many_identifiers");
    assertThat(ReadEvent.purchase("\"user_data\":{\"ph\":[" + values + "]}").errors())
        .containsExactly("user_data.ph: too_many_identifiers");
  }

  @Test
  void anUnknownIdentifierIsNamedOnlyWhereItsNameCannotBeACustomersValue() {
    ReadEvent read =
        ReadEvent.purchase("\"user_data\":{\"shoe_size\":\"44\",\"jane@example.com\":\"x\"}");

    assertThat(read.warnings())
        .containsExactly(
            "user_data.shoe_size: identifier_unknown", "match_keys: identifier_unknown");
    assertThat(read.event()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"event\"", "[]", "null", "true"})
  void anEventThatIsNoObjectIsRefusedAlone(String json) {
    assertThat(ReadEvent.of(json).errors()).contains(": not_an_object");
  }

  @Test
  void numbersSentAsTextAreOfTheWrongType() {
    assertThat(ReadEvent.lead("\"value\":\"16.00\",\"currency\":\"USD\"").errors())
        .containsExactly("value: wrong_type");
    assertThat(ReadEvent.lead("\"custom_data\":{\"value\":\"16\",\"currency\":\"USD\"}").errors())
        .containsExactly("custom_data.value: wrong_type");
    assertThat(ReadEvent.lead("\"value\":1,\"currency\":978").errors())
        .containsExactly("currency: wrong_type");
    assertThat(
            ReadEvent.of(
                    """
                    {"match_keys":{"email":"a"},"event_name":"Lead","event_time":"%d"}
                    """
                        .formatted(ReadEvent.TIME))
                .errors())
        .containsExactly("event_time: wrong_type");
    assertThat(
            ReadEvent.of(
                    """
                    {"match_keys":{"email":"a"},"event_name":7,"event_time":%d.0}
                    """
                        .formatted(ReadEvent.TIME))
                .errors())
        .containsExactlyInAnyOrder("event_name: wrong_type", "event_time: wrong_type");
  }

  @Test
  void orderAndItemMayBeNumbers() {
    Sale sale = ReadEvent.purchase("\"order_id\":10001,\"item_number\":1").event().sale();

    assertThat(sale.orderId()).isEqualTo(new Text("10001"));
    assertThat(sale.itemNumber()).isEqualTo(new Text("1"));
    assertThat(ReadEvent.purchase("\"order_id\":1.5").errors())
        .containsExactly("order_id: wrong_type");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"quantity\":1}', contents[0].id: content_id_missing",
    "'{\"id\":\" \",\"quantity\":1}', contents[0].id: content_id_missing",
    "'{\"id\":\"A\"}', contents[0].quantity: content_quantity_missing",
    "'{\"id\":\"A\",\"quantity\":-1}', contents[0].quantity: value_negative",
    "'{\"id\":\"A\\u0007\",\"quantity\":1}', contents[0].id: control_character",
    "'{\"id\":\"A\",\"quantity\":\"1\"}', contents[0].quantity: wrong_type",
    "'{\"id\":true,\"quantity\":1}', contents[0].id: wrong_type",
    "'{\"id\":\"A\",\"quantity\":1,\"price\":1e99}', contents[0].price: value_out_of_range",
    "7, contents[0]: wrong_type"
  })
  void aContentIsWrongInOneWayAtATime(String content, String error) {
    assertThat(ReadEvent.purchase("\"contents\":[" + content + "]").errors())
        .containsExactly(error);
    assertThat(ReadEvent.purchase("\"custom_data\":{\"contents\":[" + content + "]}").errors())
        .containsExactly("custom_data." + error);
  }
}
