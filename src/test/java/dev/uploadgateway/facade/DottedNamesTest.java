package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DottedNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{action.type:1}] | [{\"action.type\":1}]",
        "[{a:1, action.type : 1}] | [{a:1, \"action.type\" : 1}]",
        "{a:{b.c.d:[]},e.f:1} | {a:{\"b.c.d\":[]},\"e.f\":1}"
      })
  void aNameWithADotIsQuoted(String json, String quoted) {
    assertThat(DottedNames.quoted(json)).isEqualTo(quoted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{action.type",
        "[{\"action.type\":\"a,b.c:d\"}]",
        "['{a.b:1}', \"{a.b:1}\\\",a.b:1\"]",
        "{a: 1.5, b: [1.5, 2.5], c: true}",
        "\"",
        "'\\"
      })
  void everythingElseStaysAsItIs(String json) {
    assertThat(DottedNames.quoted(json)).isEqualTo(json);
  }
}
