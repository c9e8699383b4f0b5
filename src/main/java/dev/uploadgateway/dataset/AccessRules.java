package dev.uploadgateway.dataset;

import static dev.uploadgateway.dataset.Scope.ADMIN;
import static dev.uploadgateway.dataset.Scope.READ;
import static dev.uploadgateway.dataset.Scope.WRITE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher.MatchResult;

/**
 * Which scope a request takes. What is not listed does not exist, whatever controllers there are. A
 * {@code {dataset}} in the path must be one that the key may be used for.
 */
final class AccessRules {

  private static final List<Rule> RULES =
      List.of(
          rule(POST, "/v1/datasets/{dataset}/events", WRITE),
          rule(PUT, "/v1/datasets/{dataset}/events", WRITE),
          rule(POST, "/v1/datasets/{dataset}/events/preview", WRITE),
          rule(POST, "/v1/datasets/{dataset}/quarantine/release", WRITE),
          rule(POST, "/v1/datasets/{dataset}/quarantine/{event}/correct", WRITE),
          rule(DELETE, "/v1/datasets/{dataset}/quarantine", WRITE),
          rule(PUT, "/v1/datasets/{dataset}/mappings/{name}", WRITE),
          rule(DELETE, "/v1/datasets/{dataset}/mappings/{name}", WRITE),
          rule(POST, "/v1/datasets/{dataset}/files", WRITE),
          // shows rows, and so people
          rule(GET, "/v1/datasets/{dataset}/files/{id}/preview", WRITE),
          rule(POST, "/v1/datasets/{dataset}/files/{id}/preview", WRITE),
          rule(GET, "/v1/datasets/{dataset}/files/{id}/refused", WRITE),
          rule(POST, "/v1/datasets/{dataset}/files/{id}/start", WRITE),
          rule(POST, "/v1/datasets/{dataset}/files/{id}/cancel", WRITE),
          rule(DELETE, "/v1/datasets/{dataset}/files/{id}", WRITE),
          rule(GET, "/v1/datasets/{dataset}/**", READ),
          rule(GET, "/v1/datasets", READ),
          rule(PUT, "/v1/datasets/{dataset}", ADMIN),
          rule(DELETE, "/v1/datasets/{dataset}", ADMIN),
          rule(POST, "/v1/datasets/{dataset}/erasures", ADMIN),
          rule(POST, "/v1/datasets/{dataset}/test", ADMIN),
          rule(POST, "/v1/datasets/{dataset}/adaccounts", ADMIN),
          rule(POST, "/v1/datasets/{dataset}/agencies", ADMIN),
          rule(POST, "/v1/datasets/{dataset}/ads/{ad}/tracking", ADMIN),
          rule(POST, "/v1/datasets/{dataset}/customconversions", ADMIN),
          rule(POST, "/v1/datasets/{dataset}/customconversions/try", ADMIN),
          // Whose token is used stands in the body or query, and a new dataset is in no key's list.
          everywhere(POST, "/v1/businesses/{business}/datasets", ADMIN),
          everywhere(GET, "/v1/businesses/{business}/datasets", READ),
          everywhere(GET, "/v1/audit", ADMIN),
          everywhere(POST, "/v1/keys", ADMIN),
          everywhere(POST, "/v1/keys/{id}/rotate", ADMIN),
          everywhere(GET, "/v1/keys", ADMIN),
          everywhere(DELETE, "/v1/keys/{id}", ADMIN));

  /**
   * @param everyDataset only for keys that may be used for every dataset, as who makes keys could
   *     make a wider one
   */
  private record Rule(
      HttpMethod method, PathPatternRequestMatcher path, Scope scope, boolean everyDataset) {}

  private AccessRules() {}

  private static Rule rule(HttpMethod method, String path, Scope scope) {
    return new Rule(method, PathPatternRequestMatcher.pathPattern(path), scope, false);
  }

  private static Rule everywhere(HttpMethod method, String path, Scope scope) {
    return new Rule(method, PathPatternRequestMatcher.pathPattern(path), scope, true);
  }

  /** Why the caller may not make this request; null if it may. */
  static @Nullable Problem refusal(Caller caller, HttpServletRequest request) {
    List<Rule> ofPath = RULES.stream().filter(rule -> rule.path.matches(request)).toList();
    if (ofPath.isEmpty()) {
      return new Problem(HttpStatus.NOT_FOUND, "not_found", "There is nothing at this path");
    }
    MatchResult match = ofPath.getFirst().path.matcher(request);
    Problem foreign = foreign(caller, match.getVariables().get("dataset"));
    if (foreign != null) {
      return foreign;
    }
    for (Rule rule : ofPath) {
      if (rule.method.matches(method(request))) {
        return refusal(caller, rule);
      }
    }
    return methodNotAllowed(ofPath);
  }

  /** Why the caller may not do that with that dataset, if it is about one; null if it may. */
  static @Nullable Problem refusal(Caller caller, Scope scope, @Nullable String dataset) {
    Problem foreign = foreign(caller, dataset);
    return foreign == null ? lacking(caller, scope) : foreign;
  }

  private static @Nullable Problem foreign(Caller caller, @Nullable String dataset) {
    return dataset == null || caller.mayUse(dataset)
        ? null
        : forbidden("dataset_not_allowed", "The key may not be used for this dataset");
  }

  private static @Nullable Problem lacking(Caller caller, Scope scope) {
    return caller.may(scope)
        ? null
        : forbidden("scope_missing", "The key lacks the scope " + scope.wireName());
  }

  private static @Nullable Problem refusal(Caller caller, Rule rule) {
    Problem lacking = lacking(caller, rule.scope);
    if (lacking != null) {
      return lacking;
    }
    if (rule.everyDataset && !caller.mayUseEveryDataset()) {
      return forbidden("dataset_not_allowed", "This takes a key that is for all datasets");
    }
    return null;
  }

  private static String method(HttpServletRequest request) {
    return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
  }

  private static Problem forbidden(String code, String detail) {
    return new Problem(HttpStatus.FORBIDDEN, code, detail);
  }

  private static Problem methodNotAllowed(List<Rule> ofPath) {
    String allowed =
        ofPath.stream()
            .map(rule -> rule.method.name())
            .distinct()
            .collect(Collectors.joining(", "));
    return new Problem(
            HttpStatus.METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "The path does not take this method; see Allow")
        .withHeader("Allow", allowed);
  }
}
