package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.uploadgateway.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

class RuleTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @CsvFileSource(resources = "rules.csv", numLinesToSkip = 1)
  void aRuleCountsWhatItSays(boolean counts, String rule, String event) {
    assertThat(Trial.counts(read(rule), JSON.readTree(event))).isEqualTo(counts);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "bad-rules.csv", numLinesToSkip = 1)
  void whatIsWrongWithARuleIsNamedWithItsPlace(String rule, String pointer, String words) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> RuleReader.read(JSON.readTree(rule)));

    assertThat(problem.code()).isEqualTo("invalid_rule");
    assertThat(problem.detail())
        .startsWith(pointer == null ? "The rule " : "The rule at " + pointer + " ")
        .contains(words);
  }

  @Test
  void aRuleMayBeGivenAsTextAndGoesToMetaCompact() {
    String text = "{ \"value\" : {\"gt\": 100} }";

    assertThat(RuleReader.read(StringNode.valueOf(text)).json())
        .isEqualTo("{\"value\":{\"gt\":100}}");
    assertThat(RuleReader.read(JSON.readTree(text)).json()).isEqualTo("{\"value\":{\"gt\":100}}");
  }

  @Test
  void aMissingRuleIsSaidToBeMissing() {
    assertThat(catchThrowableOfType(Problem.class, () -> RuleReader.read(null)).detail())
        .isEqualTo("The rule is missing");
  }

  @Test
  void aRuleNestedTooDeepIsRefused() {
    String rule = "{\"not\":".repeat(30) + "{\"value\":{\"gt\":1}}" + "}".repeat(30);

    assertThat(
            catchThrowableOfType(Problem.class, () -> RuleReader.read(JSON.readTree(rule)))
                .detail())
        .contains("nested");
  }

  @Test
  void aRegularExpressionThatWouldTakeForEverIsGivenUp() {
    JsonNode event = JSON.readTree("{\"order_id\":\"" + "a".repeat(60) + "!\"}");
    Rule rule = read("{\"order_id\":{\"regex_match\":\"(.*a){20}b\"}}");

    assertThat(catchThrowableOfType(Problem.class, () -> Trial.counts(rule, event)).code())
        .isEqualTo("rule_too_slow");
  }

  @Test
  void aRegularExpressionThatGoesTooDeepIsRefusedToo() {
    JsonNode event = JsonMapper.shared().createObjectNode().put("order_id", "a".repeat(40_000));
    Rule rule = read("{\"order_id\":{\"regex_match\":\"(.|b)*\"}}");

    assertThat(catchThrowableOfType(Problem.class, () -> Trial.counts(rule, event)).code())
        .isEqualTo("rule_too_slow");
  }

  @Test
  void noRuleLooksAtTheCustomer() {
    assertThat(
            catchThrowableOfType(
                    Problem.class, () -> read("{\"user_data.em\":{\"contains\":\"a\"}}"))
                .code())
        .isEqualTo("invalid_rule");
  }

  private static Rule read(String rule) {
    return RuleReader.read(JSON.readTree(rule)).rule();
  }
}
