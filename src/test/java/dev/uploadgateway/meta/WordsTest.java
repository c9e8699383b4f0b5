package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "Invalid email anna.huber@example.com given, Invalid email … given",
    "The IP 203.0.113.7 is no address, The IP … is no address",
    "The IP 2001:db8:0:1:1:1:1:1 is no address, The IP … is no address",
    "madid 38400000-8cf0-11bd-b23e-10b96e40000d, madid …",
    "lead_id 1234567890123456 is invalid, lead_id … is invalid",
    "hash e323ec626319ca94ee8bff2e4c87cf61 is MD5, hash … is MD5",
  })
  void whatMayBeACustomersIsNotToldOn(String words, String told) {
    assertThat(Words.told(words)).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(#100) Invalid parameter: Error 100/2804009",
        "Error 190/463: The session expired on 3 May 2026 10:00:00",
        "Limited Data Use Selection Required…",
      })
  void whatIsMetasStays(String words) {
    assertThat(Words.told(words)).isEqualTo(words);
  }

  @Test
  void theyAreCutToAReadableLengthAndNotWithinACharacter() {
    String told = Words.told("x".repeat(999) + "\uD83D\uDED2" + "y".repeat(4_000_000));

    assertThat(told).isEqualTo("x".repeat(999) + "…");
  }

  @Test
  void theCutLeavesNothingOfAValue() {
    assertThat(Words.told("x ".repeat(496) + "anna.huber@example.com")).endsWith("x ……");
  }
}
