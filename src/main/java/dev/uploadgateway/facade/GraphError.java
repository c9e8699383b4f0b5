package dev.uploadgateway.facade;

import dev.uploadgateway.intake.InvalidEntry;
import dev.uploadgateway.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * An error in Meta's envelope (Graph API, "Handle Errors"). Clients decide on its numbers; texts
 * are for people and hold nothing of a customer's and no secret.
 *
 * @param notice for people; null where the message says everything
 * @param data what clients may work with; null where there is nothing
 */
record GraphError(
    HttpStatus status,
    Kind kind,
    String message,
    @Nullable Notice notice,
    @Nullable Map<String, Object> data) {

  private static final String OAUTH = "OAuthException";
  private static final String GRAPH_METHOD = "GraphMethodException";

  /**
   * What clients decide on.
   *
   * @param type as Meta names the kind
   * @param subcode null where the code says everything
   */
  record Kind(String type, int code, @Nullable Integer subcode, boolean isTransient) {}

  record Notice(String title, String text) {}

  private static GraphError oauth(HttpStatus status, int code, String message) {
    return new GraphError(
        status,
        new Kind(OAUTH, code, null, false),
        code == 100 || code == 200 || code == 10 ? "(#%d) %s".formatted(code, message) : message,
        null,
        null);
  }

  static GraphError invalidParameter(String message) {
    return oauth(HttpStatus.BAD_REQUEST, 100, message);
  }

  static GraphError unknownPath() {
    return oauth(HttpStatus.NOT_FOUND, 2500, "Unknown path components");
  }

  static GraphError unsupported(String method) {
    GraphError error =
        invalidParameter("Unsupported %s request".formatted(method.replaceAll("[^A-Z]", "")));
    return error.of(new Kind(GRAPH_METHOD, 100, null, false));
  }

  /**
   * What an object's absence looks like, and what its presence looks like to who may not see it.
   */
  static GraphError unknownObject() {
    return invalidParameter(
            "Object does not exist, cannot be loaded due to missing permissions, or does not support"
                + " this operation")
        .of(new Kind(GRAPH_METHOD, 100, 33, false));
  }

  static GraphError temporarilyUnavailable(String message) {
    return oauth(HttpStatus.SERVICE_UNAVAILABLE, 2, message).of(new Kind(OAUTH, 2, null, true));
  }

  static GraphError bug() {
    return oauth(
        HttpStatus.INTERNAL_SERVER_ERROR,
        1,
        "The gateway failed; fbtrace_id finds the reason in its log");
  }

  /** To Meta's own uploader this is good news: what it sends again has arrived. */
  static GraphError alreadyUploaded() {
    return invalidParameter("Some of the rows of this progress were uploaded before")
        .of(new Kind(OAUTH, 100, 2044011, false))
        .saying(
            "Rows were uploaded before",
            "Nothing was stored now: the range overlaps one that is stored already.");
  }

  /**
   * One invalid event refuses the whole call. The one published sample of {@code error_data} is cut
   * off in the middle, so its outer member's name is ours; the index counts from 0.
   */
  static GraphError invalidEntries(List<InvalidEntry> entries) {
    long events = entries.stream().mapToLong(InvalidEntry::index).distinct().count();
    return invalidParameter("Invalid parameter")
        .of(new Kind(OAUTH, 100, 1815356, false))
        .saying(
            "Invalid array of conversion events",
            "%d of the events are invalid, and none was stored. Fix them or skip them, and retry the call."
                .formatted(events))
        .with(Map.of("invalid_entries", entries));
  }

  /** What the rest of the gateway refuses, with the codes that Meta's clients know. */
  static GraphError of(Problem problem) {
    HttpStatus status = problem.status();
    return switch (problem.code()) {
      case "missing_key" ->
          oauth(status, 190, "An active access token must be used: an api key of the gateway");
      case "unknown_key" -> oauth(status, 190, "Invalid OAuth access token: no such api key");
      case "expired_key" ->
          oauth(status, 190, "Error validating access token: the api key has expired")
              .of(new Kind(OAUTH, 190, 463, false));
      case "too_many_failures" -> oauth(status, 190, problem.detail());
      case "rate_limited" ->
          oauth(HttpStatus.BAD_REQUEST, 4, "Application request limit reached. " + problem.detail())
              .of(new Kind(OAUTH, 4, null, true));
      case "scope_missing" -> oauth(status, 200, problem.detail());
      case "dataset_not_allowed" -> oauth(status, 10, problem.detail());
      case "unknown_dataset", "meta_unknown_object" -> unknownObject();
      case "meta_throttled" ->
          oauth(HttpStatus.BAD_REQUEST, 17, problem.detail()).with(problem.members());
      // Not transient: what was to be changed at Meta may have been, and a repeat would do it
      // twice.
      case "meta_unavailable", "meta_unreadable" ->
          oauth(status, 2, problem.detail()).with(problem.members());
      case "tracking_unchecked" ->
          temporarilyUnavailable(problem.detail()).withStatus(status).with(problem.members());
      default ->
          status == HttpStatus.SERVICE_UNAVAILABLE
              ? temporarilyUnavailable(problem.detail())
              : oauth(asGraphHas(status), 100, problem.detail()).with(problem.members());
    };
  }

  /** Graph knows few statuses, and clients of it decide on the code. */
  private static HttpStatus asGraphHas(HttpStatus status) {
    return status == HttpStatus.CONFLICT || status == HttpStatus.UNPROCESSABLE_CONTENT
        ? HttpStatus.BAD_REQUEST
        : status;
  }

  private GraphError of(Kind other) {
    return new GraphError(status, other, message, notice, data);
  }

  private GraphError saying(String title, String text) {
    return new GraphError(status, kind, message, new Notice(title, text), data);
  }

  private GraphError with(Map<String, Object> members) {
    return new GraphError(status, kind, message, notice, members.isEmpty() ? null : members);
  }

  GraphError withStatus(HttpStatus other) {
    return new GraphError(other, kind, message, notice, data);
  }

  Refusal refusal() {
    return new Refusal(this);
  }

  /**
   * @param trace finds the request in the log
   */
  Map<String, Object> envelope(String trace) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", message);
    error.put("type", kind.type());
    error.put("code", kind.code());
    if (kind.subcode() != null) {
      error.put("error_subcode", kind.subcode());
    }
    error.put("is_transient", kind.isTransient());
    if (notice != null) {
      error.put("error_user_title", notice.title());
      error.put("error_user_msg", notice.text());
    }
    if (data != null) {
      error.put("error_data", data);
    }
    error.put("fbtrace_id", trace);
    return Map.of("error", error);
  }
}
