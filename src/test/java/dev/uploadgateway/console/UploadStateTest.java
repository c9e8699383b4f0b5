package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.report.Figures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadStateTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # accepted, pending, delivered, quarantined, discarded, duplicates, rejected, level, words
          3, 0, 3, 0, 0, 1, 0, good, All delivered
          3, 2, 1, 0, 0, 0, 1, calm, On the way to Meta
          3, 1, 1, 1, 0, 0, 0, bad,  1 waits for a decision
          3000, 0, 0, 3000, 0, 0, 0, bad, '3,000 wait for a decision'
          3, 0, 3, 0, 0, 0, 2, warn, 'Delivered, but for what was rejected'
          3, 0, 0, 0, 3, 0, 0, warn, All discarded
          0, 0, 0, 0, 0, 0, 4, bad,  All rejected: nothing was stored
          0, 0, 0, 0, 0, 4, 0, calm, Only duplicates: all of it was here already
          """)
  void anUploadIsToldInPlainWords(
      long accepted,
      long pending,
      long delivered,
      long quarantined,
      long discarded,
      long duplicates,
      long rejected,
      String level,
      String words) {
    assertThat(
            UploadState.of(
                new Figures.States(
                    accepted, pending, delivered, quarantined, discarded, duplicates, rejected)))
        .isEqualTo(new UploadState(level, words));
  }
}
