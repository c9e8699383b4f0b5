package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelaysTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.95})
  void aPercentileIsWithinTenPercentOfTheTruth(double share) {
    Random random = new Random(11);
    Delays delays = new Delays();
    long[] truth = new long[10_000];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = Math.round(Math.exp(4 + 3 * random.nextDouble() * random.nextDouble() * 3));
      delays.add((int) Math.floor(Math.log(truth[i]) / Math.log(1.2)), 1);
    }
    Arrays.sort(truth);

    assertThat((double) delays.percentile(share))
        .isCloseTo(truth[(int) Math.ceil(share * truth.length) - 1], Percentage.withPercentage(10));
  }

  @Test
  void oneEventIsItsOwnMedian() {
    Delays delays = new Delays();
    delays.add(0, 1);

    assertThat(delays.percentile(0.5)).isCloseTo(1, within(0L));
    assertThat(delays.percentile(0.95)).isCloseTo(1, within(0L));
  }
}
