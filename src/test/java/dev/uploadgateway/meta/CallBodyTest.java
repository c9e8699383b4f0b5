package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.dataset.DataProcessing;
import dev.uploadgateway.dataset.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CallBodyTest {

  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @EnumSource(Wire.class)
  void aCallReadsAsTheDialectWantsIt(Wire wire) throws IOException {
    CallBody body = new CallBody(Sample.dataset(DataProcessing.NONE, null), wire, 2);
    body.add(Sample.full(new Property("opt_out", "true")), Sample.KEYS, Sample.KEY);
    body.add(Sample.small(), Sample.KEYS, Sample.KEY);

    String written = text(body.finish("till", "crm", "proof"));

    assertThat(JSON.readTree(written)).isEqualTo(expected(wire.wireName() + ".json"));
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void anEventIsReadBackAndRepeatedByteForByte(Wire wire) {
    CallBody first = new CallBody(Sample.dataset(DataProcessing.LDU, null), wire, 2);
    first.add(Sample.full(), Sample.KEYS, Sample.KEY);
    first.add(Sample.small(), Sample.KEYS, Sample.KEY);
    CallBody second = new CallBody(Sample.dataset(DataProcessing.NONE, null), wire, 2);
    second.addFrozen(first.event(0));
    second.addFrozen(first.event(1));

    String written = text(first.finish("till", null, null));

    assertThat(written)
        .isEqualTo(text(second.finish("till", null, null)))
        .startsWith("{\"data\":[" + text(first.event(0)) + "," + text(first.event(1)) + "],");
    assertThat(second.events()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void limitedDataUseOfTheDatasetGoesWithEventsThatBringNoOptions(Wire wire) {
    JsonNode event = written(wire, Sample.full());

    assertThat(event.get("data_processing_options").toString()).isEqualTo("[\"LDU\"]");
    assertThat(event.get("data_processing_options_country").asInt(-1)).isEqualTo(1);
    assertThat(event.get("data_processing_options_state").asInt(-1)).isEqualTo(1000);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void theOptionsOfTheEventStand(Wire wire) {
    JsonNode event = written(wire, Sample.full(new Property("data_processing_options", "[]")));

    assertThat(event.get("data_processing_options").toString()).isEqualTo("[]");
    assertThat(event.has("data_processing_options_country")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void whatIsHandedOnStaysWhereItStoodDigitByDigit(Wire wire) {
    String store = "{\"store_code\":\"7\",\"n\":[1.50,12345678901234567890.10,1E400]}";
    ConversionEvent sample = Sample.full(new Property("store_data", store));
    ConversionEvent event =
        new ConversionEvent(
            sample.occasion(),
            sample.customer(),
            sample.sale(),
            List.of(
                new Property("customer_segmentation", "\"new\""), new Property("points", "1.50")),
            sample.eventData());
    CallBody body = new CallBody(Sample.dataset(DataProcessing.NONE, null), wire, 2);

    body.add(event, Sample.KEYS, Sample.KEY);

    String written = text(body.event(0));
    String customData = written.substring(written.indexOf("\"custom_data\":{"));
    assertThat(written).endsWith(",\"store_data\":" + store + "}");
    assertThat(customData).contains("\"customer_segmentation\":\"new\",\"points\":1.50}");
    assertThat(JSON.readTree(written).has("customer_segmentation")).isFalse();
  }

  @Test
  void aCallOfManyEventsIsValidJson() {
    CallBody body =
        new CallBody(Sample.dataset(DataProcessing.NONE, null), Wire.CONVERSIONS_API, 2);
    for (int i = 0; i < 1_000; i++) {
      body.add(Sample.full(), Sample.KEYS, Sample.KEY);
    }

    assertThat(JSON.readTree(text(body.finish("till", null, null))).get("data").size())
        .isEqualTo(1_000);
  }

  private static JsonNode written(Wire wire, ConversionEvent event) {
    CallBody body = new CallBody(Sample.dataset(DataProcessing.LDU, null), wire, 2);
    body.add(event, Sample.KEYS, Sample.KEY);
    return JSON.readTree(body.event(0));
  }

  private static JsonNode expected(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(CallBodyTest.class.getResourceAsStream(file))) {
      return JSON.readTree(in.readAllBytes());
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
