package dev.uploadgateway.facade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

  private static final String TYPE = "multipart/form-data; boundary=b";

  @Test
  void aFormIsReadAsBrowsersWriteIt() {
    Map<String, String> fields = new HashMap<>();

    Form.readUrlencoded("a=1&b=x%20y+z&c=%C3%BC&d=&=e&f&a=2", fields);

    assertThat(fields)
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", "2", "b", "x y z", "c", "ü", "d", ""));
  }

  @Test
  void partsKeepEveryByte() {
    Map<String, String> fields =
        multipart(
            TYPE,
            """
            preamble\r
            --b\r
            Content-Disposition: form-data; name="data"; filename="events.json"\r
            Content-Type: application/json\r
            \r
            [1,\r
            "--b ü"]\r
            --b\r
            content-disposition: form-data; name="empty"\r
            \r
            \r
            --b\r
            Content-Disposition: form-data; name=unquoted\r
            \r
            7\r
            --b\r
            Content-Disposition: form-data; name=more; filename=f\r
            \r
            \r
            --b\r
            Content-Disposition: form-data; filename="nameless"\r
            \r
            x\r
            --b--\r
            epilogue\
            """);

    assertThat(fields)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("data", "[1,\r\n\"--b ü\"]", "empty", "", "unquoted", "7", "more", ""));
  }

  @Test
  void aBoundaryMayStandInQuotes() {
    String body = "--a b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--a b--";

    assertThat(multipart("multipart/form-data; charset=utf-8; boundary=\"a b\"", body))
        .isEqualTo(Map.of("x", "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--c--",
        "--b\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1",
        "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n--b--"
      })
  void whatIsCutOffIsRefused(String body) {
    assertThatExceptionOfType(Refusal.class).isThrownBy(() -> multipart(TYPE, body));
  }

  @Test
  void thereIsAnEndToParametersAndToPercentSigns() {
    Map<String, String> fields = new HashMap<>();

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> Form.readUrlencoded("a&".repeat(200), fields));
    assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Form.readUrlencoded("a=%4", fields));
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> multipart("multipart/form-data", "--b--"));
  }

  private static Map<String, String> multipart(String type, String body) {
    Map<String, String> fields = new HashMap<>();
    Form.readMultipart(type, body.getBytes(UTF_8), fields);
    return fields;
  }
}
