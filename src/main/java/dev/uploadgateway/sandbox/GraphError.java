package dev.uploadgateway.sandbox;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Meta's error envelope, as in Graph API "Handle Errors" and the Marketing API "Error Reference".
 * Meta localises the texts, so that only the numbers mean anything; these texts are our own.
 *
 * @param error the inside of the envelope, without its trace id
 */
record GraphError(int status, ObjectNode error) {

  private static final String OAUTH = "OAuthException";
  private static final String GRAPH_METHOD = "GraphMethodException";

  static GraphError of(int status, String type, int code, String message) {
    return new GraphError(
        status, Answer.object().put("message", message).put("type", type).put("code", code));
  }

  static GraphError oauth(int status, int code, String message) {
    return of(status, OAUTH, code, message);
  }

  static GraphError invalidParameter(String message) {
    return oauth(400, 100, "(#100) " + message);
  }

  static GraphError tokenMissing() {
    return oauth(
        400,
        2500,
        "An active access token must be used to query information about the current user.");
  }

  static GraphError tokenExpired() {
    return oauth(401, 190, "Error validating access token: Session has expired.").subcode(463);
  }

  static GraphError unknownObject(String id) {
    return of(
            400,
            GRAPH_METHOD,
            100,
            "Unsupported request. Object with ID '%s' does not exist or cannot be loaded due to missing permissions"
                .formatted(id))
        .subcode(33);
  }

  static GraphError permission(String message) {
    return oauth(403, 200, "(#200) " + message);
  }

  /** Each kind of object has its own edges. */
  static GraphError noSuchEdge(String edge) {
    return invalidParameter("Tried accessing nonexisting field (" + edge + ")");
  }

  static GraphError unknownPath(String path) {
    return oauth(404, 2500, "Unknown path components: " + path);
  }

  static GraphError proofInvalid() {
    return of(400, GRAPH_METHOD, 100, "Invalid appsecret_proof provided in the API argument");
  }

  static GraphError versionExpired() {
    return oauth(
        400,
        2635,
        "(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: v26.0.");
  }

  /**
   * A call of the Conversions API falls with its first bad event, and nothing says which event it
   * was.
   */
  static GraphError badEvent(Violation violation) {
    GraphError refusal = oauth(400, 100, "Invalid parameter");
    if (violation.subcode() == 0) {
      refusal = invalidParameter(violation.detail());
    } else {
      refusal.subcode(violation.subcode());
    }
    refusal
        .error
        .put("is_transient", false)
        .put("error_user_title", violation.title())
        .put("error_user_msg", violation.detail());
    return refusal;
  }

  /**
   * A call of the Offline Conversions API names every bad row. The one published sample is cut off
   * in the middle, so the name of the outer member and the base of the index (here 0) are
   * unverified.
   */
  static GraphError badRows(List<BadRow> rows) {
    ObjectNode data = Answer.object();
    ArrayNode entries = data.putArray("invalid_entries");
    for (BadRow row : rows) {
      int subcode = row.violation().subcode();
      entries
          .addObject()
          .put("event_index", row.index())
          .put("message", row.violation().detail())
          .put("type", "CodedException")
          .put("code", subcode == 0 ? 100 : subcode);
    }
    GraphError refusal = oauth(400, 100, "Invalid parameter").subcode(1815356);
    refusal
        .error
        .put("is_transient", false)
        .put("error_user_title", "Invalid array of offline conversion events")
        .put("error_user_msg", "Fix the events or skip the rows with errors, and retry the call.")
        .set("error_data", data);
    return refusal;
  }

  GraphError subcode(int subcode) {
    error.put("error_subcode", subcode);
    return this;
  }

  Answer answer(Map<String, String> headers) {
    ObjectNode body = Answer.object();
    body.set("error", error.deepCopy().put("fbtrace_id", Answer.newTrace()));
    return new Answer(status, body, headers);
  }

  Answer answer() {
    return answer(Map.of());
  }
}
