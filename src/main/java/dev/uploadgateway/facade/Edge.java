package dev.uploadgateway.facade;

import dev.uploadgateway.dataset.Scope;
import java.util.Arrays;
import java.util.Optional;

/** What of an object of the graph a request is about, and the scope that it takes. */
enum Edge {
  SEND_EVENTS("POST", "events", Scope.WRITE),
  VALIDATE("POST", "validate", Scope.WRITE),
  OPEN_UPLOAD("POST", "uploads", Scope.WRITE),
  UPLOADS("GET", "uploads", Scope.READ),
  /** The name of the same list since the Conversions API took offline events over. */
  OFFLINE_EVENT_UPLOADS("GET", "offline_event_uploads", Scope.READ),
  STATS("GET", "stats", Scope.READ),
  /** Of an upload. */
  PROGRESS("GET", "progress", Scope.READ),
  /** Of nothing: what Meta's own file uploader asks first. */
  API_VERSION("GET", "api_version", Scope.READ),
  /** The object itself: a dataset, or an upload. */
  NODE("GET", "", Scope.READ),

  /** Of a business, here and below under the name of the discontinued API and under today's. */
  CREATE_EVENT_SET("POST", "offline_conversion_data_sets", Scope.ADMIN),
  CREATE_DATASET("POST", "ads_dataset", Scope.ADMIN),
  EVENT_SETS("GET", "offline_conversion_data_sets", Scope.READ),
  DATASETS("GET", "ads_dataset", Scope.READ),
  ASSIGN_ACCOUNT("POST", "adaccounts", Scope.ADMIN),
  SHARE_ACCOUNT("POST", "shared_accounts", Scope.ADMIN),
  ACCOUNTS("GET", "adaccounts", Scope.READ),
  SHARED_ACCOUNTS("GET", "shared_accounts", Scope.READ),
  SHARE("POST", "agencies", Scope.ADMIN),
  AGENCIES("GET", "agencies", Scope.READ),
  /** Of an ad itself: what it tracks. */
  TRACK("POST", "", Scope.ADMIN),
  TRACKED("GET", "", Scope.READ),
  /** Of an ad account. */
  CREATE_CUSTOM_CONVERSION("POST", "customconversions", Scope.ADMIN),
  CUSTOM_CONVERSIONS("GET", "customconversions", Scope.READ),
  INSIGHTS("GET", "insights", Scope.READ);

  private final String method;
  private final String path;
  private final Scope scope;

  Edge(String method, String path, Scope scope) {
    this.method = method;
    this.path = path;
    this.scope = scope;
  }

  /**
   * @param path what follows the object's id; empty for the object itself
   */
  static Optional<Edge> of(String method, String path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    return Arrays.stream(values())
        .filter(edge -> edge.method.equals(asked) && edge.path.equals(path))
        .findFirst();
  }

  static boolean exists(String path) {
    return Arrays.stream(values()).anyMatch(edge -> edge.path.equals(path));
  }

  Scope scope() {
    return scope;
  }
}
