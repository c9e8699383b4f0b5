package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataProcessingRulesTest {

  @ParameterizedTest
  @CsvSource({
    "[], , ",
    "[], 0, 0",
    "[], 1, 1000",
    "[\"LDU\"], 0, 0",
    "[\"LDU\"], 1, 0",
    "[\"LDU\"], 1, 1000",
    "[\"LDU\"], 1, 1013"
  })
  void whatMetaTakesIsHandedOnAsItIs(String options, String country, String state) {
    ReadEvent read = ReadEvent.lead(members(options, country, state));

    assertThat(read.errors()).isEmpty();
    assertThat(read.eventData())
        .containsEntry("data_processing_options", options)
        .hasSize(country == null ? 1 : 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"LDU\" | | | data_processing_options: data_processing_unknown",
        "true | | | data_processing_options: data_processing_unknown",
        "{} | | | data_processing_options: data_processing_unknown",
        "[\"ldu\"] | 1 | 1000 | data_processing_options: data_processing_unknown",
        "[\"LDU\",\"LDU\"] | 1 | 1000 | data_processing_options: data_processing_unknown",
        "[\"GDPR\"] | 1 | 1000 | data_processing_options: data_processing_unknown",
        "[null] | 1 | 1000 | data_processing_options: data_processing_unknown",
        "[\"LDU\"] | | 1000 | data_processing_options_country: data_processing_incomplete",
        "[\"LDU\"] | 1 | | data_processing_options_state: data_processing_incomplete",
        "[] | | 0 | data_processing_options_country: data_processing_incomplete",
        "[] | 0 | | data_processing_options_state: data_processing_incomplete",
        "| 1 | 1000 | data_processing_options: data_processing_incomplete",
        "[\"LDU\"] | 2 | 0 | data_processing_options_country: data_processing_unknown",
        "[\"LDU\"] | \"1\" | 1000 | data_processing_options_country: data_processing_unknown",
        "[\"LDU\"] | 1.0 | 1000 | data_processing_options_country: data_processing_unknown",
        "[\"LDU\"] | 1 | 999 | data_processing_options_state: data_processing_unknown",
        "[\"LDU\"] | 1 | 1014 | data_processing_options_state: data_processing_unknown",
        "[\"LDU\"] | 1 | 1 | data_processing_options_state: data_processing_unknown",
        "[\"LDU\"] | 1 | \"CA\" | data_processing_options_state: data_processing_unknown",
        "[\"LDU\"] | 0 | 1000 | data_processing_options_state: data_processing_unknown",
      })
  void whatMetaWouldRefuseIsNamedByItsField(
      String options, String country, String state, String error) {
    assertThat(ReadEvent.lead(members(options, country, state)).errors()).containsExactly(error);
  }

  @Test
  void whatIsLeftOutIsNamedEach() {
    assertThat(ReadEvent.lead("\"data_processing_options\":[\"LDU\"]").errors())
        .containsExactly(
            "data_processing_options_country: data_processing_incomplete",
            "data_processing_options_state: data_processing_incomplete");
    assertThat(ReadEvent.lead("\"data_processing_options_state\":1000").errors())
        .containsExactly(
            "data_processing_options: data_processing_incomplete",
            "data_processing_options_country: data_processing_incomplete");
  }

  @Test
  void nullIsAsGoodAsLeftOut() {
    ReadEvent read = ReadEvent.lead(members("null", "null", "null"));

    assertThat(read.errors()).isEmpty();
    assertThat(read.eventData()).isEqualTo(Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, none, 1",
    "1, 0, none, 1",
    "0, 0, 256.1.1.1, 1",
    "0, 0, 192.0.2.1, 0",
    "1, 0, 2001:db8::1, 0",
    "1, 1000, none, 0"
  })
  void metaFindsACustomerOutOnlyByAnAddressThatCanBeUsed(
      int country, int state, String ip, int errors) {
    String event =
        """
        {"event_name":"Lead","event_time":%d,"match_keys":{"email":"a@example.com","client_ip_address":"%s"},%s}
        """
            .formatted(ReadEvent.TIME, ip, members("[\"LDU\"]", "" + country, "" + state));

    Answer answer = Received.by(Received.dataset(), null, event);

    assertThat(answer.errors())
        .hasSize(errors)
        .allSatisfy(error -> {
          assertThat(error.code()).isEqualTo("data_processing_without_ip");
          assertThat(error.field()).isEqualTo("match_keys.client_ip_address");
        });
  }

  private static String members(String options, String country, String state) {
    List<String> members = new ArrayList<>();
    if (options != null) {
      members.add("\"data_processing_options\":" + options);
    }
    if (country != null) {
      members.add("\"data_processing_options_country\":" + country);
    }
    if (state != null) {
      members.add("\"data_processing_options_state\":" + state);
    }
    return String.join(",", members);
  }
}
