package dev.uploadgateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class DatasetPropertiesTest {

  private final ApplicationContextRunner gateway =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @ParameterizedTest
  @CsvSource({
    "gateway.admin-key, short-secret",
    "gateway.datasets.1.access-token, with a space",
    "gateway.datasets.1.wire, pigeon",
    "gateway.datasets.1.default-country, UK",
    "gateway.datasets.1.data-processing, LDU_BY_MOON",
  })
  void aWrongSettingStopsTheStartNamedWithoutItsValue(String property, String value) {
    gateway
        .withPropertyValues(property + "=" + value)
        .run(context -> {
          var cause = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
          assertThat(cause.getMessage()).startsWith(property + " ").doesNotContain(value);
        });
  }

  @Test
  void whatTheEnvironmentSaysIsUnderstood() {
    gateway
        .withInitializer(context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(
                    new SystemEnvironmentPropertySource(
                        "systemEnvironment",
                        Map.of(
                            "GATEWAY_DATASETS_123_ACCESS_TOKEN", "token",
                            "GATEWAY_DATASETS_123_HASH_EXTERNAL_ID", "false",
                            "GATEWAY_DATASETS_123_DATA_PROCESSING", "LDU_BY_STATE"))))
        .run(context -> {
          Draft draft = context.getBean(DatasetProperties.class).datasets().get("123");
          assertThat(draft.accessToken()).isEqualTo("token");
          assertThat(draft.hashExternalId()).isFalse();
          assertThat(draft.dataProcessing()).isEqualTo("LDU_BY_STATE");
        });
  }

  @Test
  void settingsPrintNoSecret() {
    gateway
        .withPropertyValues(
            "gateway.admin-key=0123456789abcdef0123456789abcdef",
            "gateway.datasets.1.access-token=token1")
        .run(context ->
            assertThat(context.getBean(DatasetProperties.class).toString())
                .isEqualTo("DatasetProperties[datasets=[1]]"));
  }

  @EnableConfigurationProperties(DatasetProperties.class)
  static class Settings {}
}
