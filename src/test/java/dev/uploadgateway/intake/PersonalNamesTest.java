package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Property;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not handed on, as it would reach Meta in the clear. */
class PersonalNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email_address",
        "E-Mail",
        "mail",
        "phone_number",
        "mobile",
        "telephone",
        "first_name",
        "Last Name",
        "firstname",
        "lastname",
        "surname",
        "full_name",
        "address",
        "street",
        "date_of_birth",
        "birthday",
        "DOB",
        "zip_code",
        "postal.code",
        "postcode"
      })
  void whatShopsCallIdentifiersIsNotHandedOnEither(String name) {
    String member = "\"" + name + "\":\"secret\"";
    ReadEvent read =
        ReadEvent.purchase(
            "%s,\"custom_data\":{%1$s},\"contents\":[{\"id\":\"A\",\"quantity\":1,%1$s}]"
                .formatted(member));

    assertThat(read.warnings())
        .containsExactly(
            name + ": identifier_misplaced",
            "custom_data." + name + ": identifier_misplaced",
            "contents[0]." + name + ": identifier_misplaced");
    assertThat(read.event().toString()).doesNotContain("secret");
    assertThat(read.customData()).isEmpty();
    assertThat(read.event().sale().contents()).allMatch(content -> content.others().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "title",
        "gender",
        "city",
        "region",
        "mobile_app",
        "store_address",
        "mailing",
        "email_campaign",
        "mail 06641234567"
      })
  void whatNotOnlyAPersonHasIsHandedOn(String name) {
    String member = "\"" + name + "\":\"x\"";
    ReadEvent read =
        ReadEvent.purchase(
            "\"custom_data\":{%s},\"contents\":[{\"id\":\"A\",\"quantity\":1,%1$s}]"
                .formatted(member));

    assertThat(read.warnings()).isEmpty();
    assertThat(read.customData()).isEqualTo(Map.of(name, "\"x\""));
    assertThat(read.event().sale().contents().getFirst().others())
        .containsExactly(new Property(name, "\"x\""));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"email\":\"secret\"', email",
    "'\"Email\":\"secret\"', Email",
    "'\"ph\":[\"secret\"]', ph",
    "'\"external_id\":\"secret\"', external_id",
    "'\"custom_data\":{\"email\":\"secret\"}', custom_data.email",
    "'\"custom_data\":{\"PHONE\":{\"a\":\"secret\"}}', custom_data.PHONE",
    "'\"contents\":[{\"id\":\"A\",\"quantity\":1,\"email\":\"secret\"}]', contents[0].email"
  })
  void anIdentifierInTheWrongPlaceIsNotHandedOn(String further, String field) {
    ReadEvent read = ReadEvent.purchase(further);

    assertThat(read.warnings()).containsExactly(field + ": identifier_misplaced");
    assertThat(read.event().toString()).doesNotContain("secret");
    assertThat(read.customData()).isEmpty();
    assertThat(read.eventData()).isEmpty();
    assertThat(read.event().sale().contents()).allMatch(content -> content.others().isEmpty());
  }
}
