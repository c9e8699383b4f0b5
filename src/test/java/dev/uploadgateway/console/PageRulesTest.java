package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Scope;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;

class PageRulesTest {

  private static final Caller EVERYTHING = new Caller("key", Set.of(Scope.ADMIN), null);

  /** Whether something answers there or not: what has no rule is nobody's. */
  @ParameterizedTest
  @CsvSource({
    "GET, /console/secrets, NOT_FOUND",
    "POST, /console/datasets/1/secrets, NOT_FOUND",
    "GET, /console/x/app.js, NOT_FOUND",
    "DELETE, /console/datasets, METHOD_NOT_ALLOWED",
    "POST, /console/datasets/1/receipts, METHOD_NOT_ALLOWED"
  })
  void whatHasNoRuleIsRefusedToWhoMayDoEverything(String method, String path, HttpStatus status) {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);

    assertThat(PageRules.verdict(EVERYTHING, request))
        .isInstanceOfSatisfying(
            PageRules.Verdict.Refused.class,
            refused -> assertThat(refused.problem().status()).isEqualTo(status));
    assertThat(PageRules.verdict(null, request)).isInstanceOf(PageRules.Verdict.LogIn.class);
  }
}
