package dev.uploadgateway.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MappingJsonTest {

  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @ValueSource(strings = {"match_keys.email", "match_keys.phone", "match_keys.fn", "extern_id"})
  void nobodyCanBeInAMappingAsItIsStoredAsItIs(String target) {
    String mapping = "{\"constants\": {\"%s\": \"zqmark@example.com\"}}".formatted(target);

    assertThatThrownBy(() -> MappingJson.read(JSON.readTree(mapping)))
        .isInstanceOf(Mapping.Flawed.class)
        .message()
        .doesNotContain("zqmark");
  }

  /** Mappings are kept as PostgreSQL's jsonb, which knows neither. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"constants\": {\"event_name\": \"a\\u0000\"}}",
        "{\"columns\": {\"a\\u0000\": \"value\"}}",
        "{\"constants\": {\"event_name\": \"a\\ud83d\"}}",
        "{\"columns\": {\"a\\ude00b\": \"value\"}}"
      })
  void neitherNulNorHalfACharacterIsText(String mapping) {
    assertThatThrownBy(() -> MappingJson.read(JSON.readTree(mapping)))
        .isInstanceOf(Mapping.Flawed.class);
  }

  @Test
  void whatAllCustomersOfAFileHaveAlikeMayBe() {
    String mapping =
        "{\"constants\": {\"match_keys.country\": \"AT\", \"match_keys.ct\": \"Wien\"}}";

    assertThat(MappingJson.read(JSON.readTree(mapping)).constants()).hasSize(2);
  }
}
