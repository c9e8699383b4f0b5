package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TrackingSpecsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"action.type\":[\"offline_conversion\"],\"dataset\":[\"123\"]}]",
        "[{\"action.type\":\"offline_conversion\",\"dataset\":123}]",
        "[{\"action.type\":[\"like\"]},{\"action.type\":[\"offline_conversion\"],\"dataset\":[9,\"123\"]}]"
      })
  void aDatasetIsTrackedInEitherNotation(String specs) {
    assertThat(specs(specs).track("123")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"action.type\":[\"offline_conversion\"],\"dataset\":[\"1234\"]}]",
        "[{\"action.type\":[\"offsite_conversion\"],\"dataset\":[\"123\"]}]",
        "[{\"action.type\":[\"offline_conversion\"],\"dataset\":[\"123\"],\"event\":[\"Lead\"]}]",
        "[\"offline_conversion\"]"
      })
  void anotherDatasetActionOrANarrowerSpecIsNotIt(String specs) {
    assertThat(specs(specs).track("123")).isFalse();
  }

  @Test
  void whatIsThereStaysAsItIsAheadOfWhatIsAppended() {
    String there = "{\"action.type\":[\"like\"],\"page\":[4],\"odd\":{\"deep\":[1.5,null]}}";

    assertThat(specs("[" + there + "]").with(TrackingSpecs.of("123")).json().toString())
        .isEqualTo(
            "[" + there + ",{\"action.type\":[\"offline_conversion\"],\"dataset\":[\"123\"]}]");
  }

  @Test
  void specsThatMetaPutTogetherAreNotLost() {
    TrackingSpecs ours = specs("[{\"action.type\":\"offline_conversion\",\"dataset\":7}]");
    TrackingSpecs metas =
        specs("[{\"action.type\":[\"offline_conversion\"],\"dataset\":[\"7\",\"8\"]}]");

    assertThat(ours.missingIn(metas)).isEmpty();
    assertThat(metas.missingIn(ours)).hasSize(1);
  }

  @Test
  void anAdWithoutSpecsTracksNothing() {
    assertThat(TrackingSpecs.of(JsonMapper.shared().readTree("{\"id\":\"1\"}")).json()).isEmpty();
  }

  private static TrackingSpecs specs(String json) {
    return TrackingSpecs.of(
        JsonMapper.shared().readTree("{\"tracking_specs\":%s}".formatted(json)));
  }
}
