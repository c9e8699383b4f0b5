package dev.uploadgateway.matchkey;

import static dev.uploadgateway.conversion.Identifier.BIRTH_DATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Identifier;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** More inputs of the kinds in the project's vectors, beside this test. */
class FurtherVectorsTest {

  private static final Pattern ESCAPE = Pattern.compile("\\\\u(\\p{XDigit}{4})");

  @ParameterizedTest(name = "{0} {1} «{2}» becomes {3}")
  @CsvFileSource(
      resources = "further.csv",
      numLinesToSkip = 1,
      emptyValue = "",
      ignoreLeadingAndTrailingWhitespace = false)
  void aValueBecomesItsNormalizedFormOrAReason(
      String key, String region, String input, String expected) {
    String outcome =
        Matching.outcome(Identifier.named(key), unescaped(input), Matching.rules(region));

    assertThat(outcome).isEqualTo(unescaped(expected));
  }

  @ParameterizedTest(name = "{0} {1} becomes {2}")
  @CsvSource({
    "MDY, 2/3/1990, 19900203",
    "DMY, 2/3/1990, 19900302",
    "YMD, 2/3/1990, 19900203",
    "MDY, 2.3.1990, 19900302",
    "DMY, 1990/2/3, 19900203",
    "DMY, 2/16/1997, 19970216",
    "MDY, 16/2/1997, 19970216",
    "MDY, 02031990, 19900203",
    "DMY, 02031990, 19900302",
    "MDY, 16021997, 19970216",
    "DMY, 02161997, 19970216",
    "DMY, 19970216, 19970216"
  })
  void theDatasetDecidesOnlyWhereADateCanBeReadInTwoWays(
      DateOrder order, String input, String expected) {
    assertThat(Matching.outcome(BIRTH_DATE, input, new MatchKeyRules(null, order, true, Set.of())))
        .isEqualTo(expected);
  }

  /** The file writes as &#92;uXXXX what an editor would not show. */
  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(escape -> Character.toString(Integer.parseInt(escape.group(1), 16)));
  }
}
