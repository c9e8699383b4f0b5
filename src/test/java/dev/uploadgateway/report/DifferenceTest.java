package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

  @ParameterizedTest
  @CsvSource({
    "100, 0,  100, 0, agrees",
    "100, 50, 100, 7, agrees",
    "100, 0,  90, 10, meta_counted_repeats",
    "100, 0,  90,  9, meta_has_fewer",
    "100, 0,  0,   0, meta_has_fewer",
    "100, 20, 110, 0, waiting_may_be_there",
    "100, 20, 120, 0, waiting_may_be_there",
    "100, 20, 121, 0, meta_has_more",
    "0,   0,  5,   0, meta_has_more",
  })
  void aDifferenceIsExplainedByWhatCanBringItAbout(
      long delivered, long unsettled, long valid, long duplicates, String code) {
    assertThat(Difference.of(delivered, unsettled, valid, duplicates).code()).isEqualTo(code);
  }
}
