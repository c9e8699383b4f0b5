package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.uploadgateway.problem.Problem;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InsightsQueryTest {

  /** Each page is a call that Meta counts, and the answer has the rows of all of them. */
  @ParameterizedTest
  @CsvSource({"1, 100", "25, 100", "100, 100", "101, 101", "1000, 1000", "999999999, 1000"})
  void aSmallLimitDoesNotMakeManyCalls(String limit, String asked) {
    assertThat(query(limit).parameters()).containsEntry("limit", asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "1e3", "1000000000000"})
  void whatIsNoNumberOfRowsIsNamed(String limit) {
    assertThat(catchThrowableOfType(Problem.class, () -> query(limit)).members())
        .containsEntry("parameter", "limit");
  }

  private static InsightsQuery query(String limit) {
    return InsightsQuery.of(Map.of("account_id", "1", "limit", limit));
  }
}
