package dev.uploadgateway.sandbox;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Meta refuses of a call whatever its events are: token, object, version, proof, and how many
 * events it carries. Codes as in Graph API "Handle Errors" and the Marketing API "Error Reference";
 * 1,000 events as in "Using the API" of the Conversions API, 2,000 as in the page of the Offline
 * Conversions API.
 */
final class CallRules {

  private static final int OLDEST_VERSION = 21;

  private CallRules() {}

  /** What every edge asks for. */
  static @Nullable GraphError access(Route route, GraphRequest request) {
    String token = request.token();
    if (token.isEmpty()) {
      return GraphError.tokenMissing();
    }
    if (token.startsWith("bad") || token.startsWith("expired")) {
      return GraphError.tokenExpired();
    }
    String proof = request.parameter("appsecret_proof");
    if (proof != null && !proof.matches("[0-9a-f]{64}")) {
      return GraphError.proofInvalid();
    }
    return route.object().startsWith("unknown") || route.object().equals("0")
        ? GraphError.unknownObject(route.object())
        : null;
  }

  /** What the edge for events asks for, beside the rules for each event. */
  static @Nullable GraphError upload(Route route, GraphRequest request) {
    List<Event> events = request.body().data();
    if (request.body().problem() != null) {
      return GraphError.invalidParameter(request.body().problem());
    }
    if (events.isEmpty()) {
      return GraphError.invalidParameter("param data must not be empty");
    }
    Dialect dialect = Dialect.of(events);
    if (dialect == null) {
      return GraphError.invalidParameter("user_data and match_keys cannot be mixed in one call");
    }
    if (events.size() > dialect.maxEvents()) {
      return GraphError.invalidParameter(
          "param data must have at most %d elements".formatted(dialect.maxEvents()));
    }
    // Event sets died with v16.0; a stand-in that asked for it would serve nobody
    if (dialect == Dialect.CONVERSIONS_API && route.isOlderThan(OLDEST_VERSION)) {
      return GraphError.versionExpired();
    }
    String tag = request.parameter("upload_tag");
    if (dialect == Dialect.OFFLINE_CONVERSIONS_API && (tag == null || tag.isBlank())) {
      return GraphError.invalidParameter("The parameter upload_tag is required");
    }
    String namespace = request.parameter("namespace_id");
    boolean scoped = namespace != null && !namespace.isEmpty();
    return scoped && !events.stream().allMatch(event -> hasOneExternId(event.json(), dialect))
        ? GraphError.invalidParameter("namespace_id goes with one extern_id and nothing else")
        : null;
  }

  /**
   * "Provide External IDs" of the Offline Conversions API. That the Conversions API, which takes
   * the parameter too, has the same rule is not documented.
   */
  private static boolean hasOneExternId(JsonNode event, Dialect dialect) {
    int ids = count(event.path("extern_id"));
    for (Map.Entry<String, JsonNode> key : event.path(dialect.customer()).properties()) {
      if (!key.getKey().equals("extern_id") && !key.getKey().equals("external_id")) {
        return false;
      }
      ids += count(key.getValue());
    }
    return ids == 1;
  }

  private static int count(JsonNode values) {
    return values.isMissingNode() ? 0 : values.isArray() ? values.size() : 1;
  }
}
