package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Members that pass through untouched, in the place where they stand. */
class HandedOnTest {

  @Test
  void handsOnWhatItDoesNotKnowAsCustomData() {
    ReadEvent read =
        ReadEvent.purchase(
            """
            "store":"Rome","loyal":true,"points":1.50,"big":12345678901234567890.123456789,"huge":1e400,"none":null,\
            "custom_data":{"event_source":"email","tags":["a",{"b":[]}],"country":"IT"}\
            """);

    assertThat(read.customData())
        .containsExactly(
            Map.entry("store", "\"Rome\""),
            Map.entry("loyal", "true"),
            Map.entry("points", "1.50"),
            Map.entry("big", "12345678901234567890.123456789"),
            Map.entry("huge", "1e400"),
            Map.entry("none", "null"),
            Map.entry("event_source", "\"email\""),
            Map.entry("tags", "[\"a\",{\"b\":[]}]"),
            Map.entry("country", "\"IT\""));
    assertThat(read.eventData()).isEmpty();
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void handsOnEveryCharacterSoThatTheSameIsReadAgain() {
    String text = "\"quoted\" C:\\a/b\tc\u0001 \u007f K\u00e4se \ud83d\ude00 ~";
    String written = JsonMapper.shared().writeValueAsString(text);

    ReadEvent read =
        ReadEvent.purchase("\"said\":" + written + ",\"escaped\":\"\\u0041\\/\",\"empty\":\"\"");

    assertThat(read.customData())
        .containsExactly(
            Map.entry("said", written), Map.entry("escaped", "\"A/\""), Map.entry("empty", "\"\""));
  }

  /** On the event itself they match nobody, and as custom data they would be told in the clear. */
  @ParameterizedTest
  @ValueSource(strings = {"lead_id", "madid", "client_ip_address", "fbp"})
  void anIdentifierOnTheEventItselfIsToldToBeMisplaced(String name) {
    ReadEvent read = ReadEvent.purchase("\"" + name + "\":\"7\"");

    assertThat(read.warnings()).containsExactly(name + ": identifier_misplaced");
    assertThat(read.customData()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_data", "match_keys"})
  void aCustomerInCustomDataIsToldToBeMisplaced(String name) {
    ReadEvent read =
        ReadEvent.purchase("\"custom_data\":{\"" + name + "\":{\"em\":\"a@example.com\"}}");

    assertThat(read.warnings()).containsExactly("custom_data." + name + ": identifier_misplaced");
    assertThat(read.customData()).isEmpty();
  }

  @Test
  void ofTwoPricesTheFirstCountsAndThatIsTold() {
    ReadEvent read =
        ReadEvent.purchase(
            "\"contents\":[{\"id\":\"A\",\"quantity\":1,\"price\":5,\"item_price\":6}]");

    assertThat(read.warnings()).containsExactly("contents[0].item_price: given_twice");
    assertThat(read.event().sale().contents().getFirst().price()).isEqualByComparingTo("5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"category\":\"E\",\"custom_data\":{\"category\":\"C\"}",
        "\"custom_data\":{\"category\":\"C\"},\"category\":\"E\""
      })
  void handsOnAMemberThatIsGivenInBothPlacesOnce(String further) {
    ReadEvent read = ReadEvent.purchase(further);

    assertThat(read.customData()).isEqualTo(Map.of("category", "\"E\""));
    assertThat(read.warnings()).containsExactly("custom_data: given_twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event_source_url",
        "referrer_url",
        "opt_out",
        "customer_segmentation",
        "store_data",
        "original_event_data",
        "attribution_data",
        "messaging_channel",
        "app_data",
        "advanced_measurement_table"
      })
  void documentedMembersStayWhereTheyStand(String name) {
    String value = "{\"n\":[1.50,12345678901234567890.10,1E400]}";
    String member = "\"" + name + "\":" + value;
    ReadEvent onTheEvent = ReadEvent.purchase(member);
    ReadEvent inCustomData = ReadEvent.purchase("\"custom_data\":{" + member + "}");

    assertThat(onTheEvent.eventData()).isEqualTo(Map.of(name, value));
    assertThat(onTheEvent.customData()).isEmpty();
    assertThat(inCustomData.customData()).isEqualTo(Map.of(name, value));
    assertThat(inCustomData.eventData()).isEmpty();
    assertThat(onTheEvent.warnings()).isEmpty();
    assertThat(inCustomData.warnings()).isEmpty();
  }
}
