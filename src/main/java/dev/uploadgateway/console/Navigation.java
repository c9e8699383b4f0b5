package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.util.UriComponentsBuilder;

/** The entries of the header, in their order; each is shown to whom {@link PageRules} let in. */
enum Navigation {
  OVERVIEW("Overview", "/console"),
  UPLOADS("Uploads", "/console/datasets/{dataset}/uploads"),
  UPLOAD_A_FILE("Upload a file", "/console/datasets/{dataset}/upload"),
  QUARANTINE("Quarantine", "/console/datasets/{dataset}/quarantine"),
  DATASETS("Datasets", "/console/datasets"),
  RECEIPT_SEARCH("Receipt search", "/console/datasets/{dataset}/receipts");

  private final String label;
  private final String pattern;

  Navigation(String label, String pattern) {
    this.label = label;
    this.pattern = pattern;
  }

  String label() {
    return label;
  }

  boolean isShownTo(Caller caller) {
    return PageRules.mayOpen(caller, pattern);
  }

  boolean isOfDataset() {
    return pattern.contains("{dataset}");
  }

  /**
   * Where the entry leads.
   *
   * @param dataset the one in view; null where all are
   */
  String address(@Nullable String dataset) {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath(pattern);
    if (this == OVERVIEW && dataset != null) {
      address.queryParam("dataset", dataset);
    }
    return dataset == null
        ? address.build().toUriString()
        : address.buildAndExpand(dataset).toUriString();
  }

  /** The entry that a request is at or below; empty where it is at none. */
  static Optional<Navigation> of(HttpServletRequest request) {
    // pages of a dataset are below the list of datasets too: the longest pattern counts
    return Arrays.stream(values())
        .filter(entry -> entry.isAt(request))
        .max(Comparator.comparingInt(entry -> entry.pattern.length()));
  }

  private boolean isAt(HttpServletRequest request) {
    return PathPatternRequestMatcher.pathPattern(this == OVERVIEW ? pattern : pattern + "/**")
        .matches(request);
  }
}
