package dev.uploadgateway.console;

import static dev.uploadgateway.dataset.Scope.ADMIN;
import static dev.uploadgateway.dataset.Scope.READ;
import static dev.uploadgateway.dataset.Scope.WRITE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Scope;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Which page takes which scope. What is not listed does not exist, whatever controllers there are.
 * A {@code {dataset}} in the path must be one that the key may be used for; where the id is in a
 * form instead, who reads the form checks it.
 */
final class PageRules {

  /** Style sheets, scripts and pictures, which are the same for everybody. */
  private static final List<Rule> ASSETS =
      List.of(
          open("/webjars/**"), open("/console/{file:[a-z-]+(?:-[0-9a-f]{32})?[.](?:css|js|svg)}"));

  private static final List<Rule> PAGES =
      List.of(
          open("/console/login"),
          new Rule(POST, pattern("/console/login"), true, null, false),
          new Rule(POST, pattern("/console/logout"), false, null, false),
          new Rule(GET, pattern("/console/switch"), false, null, false),
          rule(GET, "/console", READ),
          rule(GET, "/console/overview", READ),
          rule(GET, "/console/charts", READ),
          rule(GET, "/console/datasets", READ),
          rule(GET, "/console/new-dataset", ADMIN),
          rule(POST, "/console/new-dataset", ADMIN),
          everywhere(GET, "/console/create-dataset"),
          everywhere(POST, "/console/create-dataset"),
          rule(GET, "/console/datasets/{dataset}", READ),
          rule(POST, "/console/datasets/{dataset}", ADMIN),
          rule(POST, "/console/datasets/{dataset}/delete", ADMIN),
          rule(POST, "/console/datasets/{dataset}/test", ADMIN),
          rule(POST, "/console/datasets/{dataset}/test-event", WRITE),
          rule(GET, "/console/datasets/{dataset}/uploads", READ),
          rule(GET, "/console/datasets/{dataset}/uploads/{upload}", READ),
          rule(GET, "/console/datasets/{dataset}/upload", READ),
          rule(POST, "/console/datasets/{dataset}/upload", WRITE),
          rule(GET, "/console/datasets/{dataset}/upload/{file}", READ),
          rule(GET, "/console/datasets/{dataset}/upload/{file}/progress", READ),
          rule(GET, "/console/datasets/{dataset}/upload/{file}/mapping", WRITE),
          rule(POST, "/console/datasets/{dataset}/upload/{file}/mapping", WRITE),
          rule(POST, "/console/datasets/{dataset}/upload/{file}/save", WRITE),
          rule(POST, "/console/datasets/{dataset}/upload/{file}/start", WRITE),
          rule(POST, "/console/datasets/{dataset}/upload/{file}/cancel", WRITE),
          rule(POST, "/console/datasets/{dataset}/upload/{file}/delete", WRITE),
          rule(GET, "/console/datasets/{dataset}/upload/{file}/refused", WRITE),
          rule(GET, "/console/datasets/{dataset}/receipts", READ),
          rule(GET, "/console/datasets/{dataset}/quarantine", READ),
          rule(GET, "/console/datasets/{dataset}/quarantine/events", READ),
          rule(GET, "/console/datasets/{dataset}/quarantine/events/{event}", READ),
          rule(POST, "/console/datasets/{dataset}/quarantine/events/{event}", WRITE),
          rule(POST, "/console/datasets/{dataset}/quarantine/release", WRITE),
          rule(GET, "/console/datasets/{dataset}/quarantine/discard", WRITE),
          rule(POST, "/console/datasets/{dataset}/quarantine/discard", WRITE),
          rule(GET, "/console/datasets/{dataset}/set-up", READ),
          rule(POST, "/console/datasets/{dataset}/set-up/check", ADMIN),
          rule(POST, "/console/datasets/{dataset}/set-up/account", ADMIN),
          rule(POST, "/console/datasets/{dataset}/set-up/tracking", ADMIN));

  /** What becomes of a request. */
  sealed interface Verdict {

    record Welcome() implements Verdict {}

    /** Nobody knows who asks. */
    record LogIn() implements Verdict {}

    record Refused(Problem problem) implements Verdict {}
  }

  /**
   * @param open for everybody, logged in or not
   * @param scope null takes none but being logged in
   * @param everyDataset only for keys that may be used for every dataset, as a new one is in no
   *     key's list
   */
  private record Rule(
      HttpMethod method,
      PathPatternRequestMatcher path,
      boolean open,
      @Nullable Scope scope,
      boolean everyDataset) {

    boolean admits(Caller caller) {
      return (scope == null || caller.may(scope)) && (!everyDataset || caller.mayUseEveryDataset());
    }
  }

  private PageRules() {}

  private static Rule open(String path) {
    return new Rule(GET, pattern(path), true, null, false);
  }

  private static Rule rule(HttpMethod method, String path, Scope scope) {
    return new Rule(method, pattern(path), false, scope, false);
  }

  private static Rule everywhere(HttpMethod method, String path) {
    return new Rule(method, pattern(path), false, ADMIN, true);
  }

  private static PathPatternRequestMatcher pattern(String path) {
    return PathPatternRequestMatcher.pathPattern(path);
  }

  static boolean isAsset(HttpServletRequest request) {
    return method(request).equals("GET")
        && ASSETS.stream().anyMatch(rule -> rule.path.matches(request));
  }

  /**
   * @param caller null where nobody is logged in
   */
  static Verdict verdict(@Nullable Caller caller, HttpServletRequest request) {
    if (isAsset(request)) {
      return new Verdict.Welcome();
    }
    List<Rule> ofPath = PAGES.stream().filter(rule -> rule.path.matches(request)).toList();
    List<Rule> rules =
        ofPath.stream().filter(rule -> rule.method.matches(method(request))).toList();
    if (!rules.isEmpty() && rules.getFirst().open) {
      return new Verdict.Welcome();
    }
    if (caller == null) {
      return new Verdict.LogIn();
    }
    if (ofPath.isEmpty()) {
      return refused(HttpStatus.NOT_FOUND, "not_found", "There is no such page");
    }
    String dataset = ofPath.getFirst().path.matcher(request).getVariables().get("dataset");
    if (dataset != null && !caller.mayUse(dataset)) {
      return refused(
          HttpStatus.FORBIDDEN, "dataset_not_allowed", "Your key may not be used for this dataset");
    }
    if (rules.isEmpty()) {
      return refused(
          HttpStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "This page is not asked that way");
    }
    Rule rule = rules.getFirst();
    if (rule.admits(caller)) {
      return new Verdict.Welcome();
    }
    return rule.scope == null || caller.may(rule.scope)
        ? refused(
            HttpStatus.FORBIDDEN,
            "dataset_not_allowed",
            "This takes a key that is for all datasets")
        : refused(
            HttpStatus.FORBIDDEN,
            "scope_missing",
            "Your key lacks the scope %s, which this takes".formatted(rule.scope.wireName()));
  }

  /** Whether there is a page of that pattern, and the caller may see it. */
  static boolean mayOpen(Caller caller, String pattern) {
    return PAGES.stream()
        .filter(rule -> rule.method.equals(GET) && rule.path.equals(pattern(pattern)))
        .anyMatch(rule -> rule.admits(caller));
  }

  private static String method(HttpServletRequest request) {
    return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
  }

  private static Verdict refused(HttpStatus status, String code, String detail) {
    return new Verdict.Refused(new Problem(status, code, detail));
  }
}
