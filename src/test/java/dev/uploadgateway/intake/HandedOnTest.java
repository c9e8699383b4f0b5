package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
