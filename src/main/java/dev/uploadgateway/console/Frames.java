package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher.MatchResult;
import org.springframework.stereotype.Component;

/** Builds the frame of a page from who asks for it, and where. */
@Component
class Frames {

  private static final PathPatternRequestMatcher OF_DATASET =
      PathPatternRequestMatcher.pathPattern("/console/datasets/{dataset}/**");

  private final Datasets datasets;

  Frames(Datasets datasets) {
    this.datasets = datasets;
  }

  /** Who asks; null where nobody is logged in. */
  static @Nullable Caller caller() {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    return known != null && known.getPrincipal() instanceof Caller caller ? caller : null;
  }

  Frame frame(HttpServletRequest request) {
    Caller caller = caller();
    if (caller == null) {
      return Frame.NOBODY;
    }
    List<Dataset.Identity> usable =
        datasets.identities().stream().filter(dataset -> caller.mayUse(dataset.id())).toList();
    String inView = inView(request, usable);
    Navigation current = Navigation.of(request).orElse(null);
    String first = inView != null ? inView : usable.isEmpty() ? null : usable.getFirst().id();
    List<Frame.Entry> entries =
        Arrays.stream(Navigation.values())
            .filter(entry -> entry.isShownTo(caller) && (first != null || !entry.isOfDataset()))
            .map(entry ->
                new Frame.Entry(
                    entry.label(),
                    entry.address(entry.isOfDataset() ? first : inView),
                    entry == current))
            .toList();
    List<Frame.Choice> choices =
        usable.stream().map(dataset -> new Frame.Choice(dataset.id(), label(dataset))).toList();
    return new Frame(entries, choices, inView, current == null ? "" : current.name(), who(caller));
  }

  private static @Nullable String inView(
      HttpServletRequest request, List<Dataset.Identity> usable) {
    MatchResult match = OF_DATASET.matcher(request);
    // a parameter of a POST would mean to read its body, which may be a file
    String parameter = request.getMethod().equals("GET") ? request.getParameter("dataset") : null;
    String asked = match.isMatch() ? match.getVariables().get("dataset") : parameter;
    return usable.stream()
        .map(Dataset.Identity::id)
        .filter(id -> id.equals(asked))
        .findFirst()
        .orElse(null);
  }

  private static String label(Dataset.Identity dataset) {
    return dataset.name() == null ? dataset.id() : dataset.name() + " (" + dataset.id() + ")";
  }

  private static String who(Caller caller) {
    String scopes =
        Stream.of(Scope.READ, Scope.WRITE, Scope.ADMIN)
            .filter(scope -> caller.scopes().contains(scope))
            .map(Scope::wireName)
            .collect(Collectors.joining(", "));
    if (caller.keyId().startsWith(IssuerLogin.OF_ISSUER)) {
      return caller.keyId().substring(IssuerLogin.OF_ISSUER.length()) + ": " + scopes;
    }
    return caller.keyId().startsWith("admin.")
        ? "Admin key"
        : "Key " + caller.keyId() + ": " + scopes;
  }
}
