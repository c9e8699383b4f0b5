package dev.uploadgateway.intake;

import dev.uploadgateway.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The members of a JSON body beside its events, which may stand before or after them.
 *
 * @param uploadTag null where the body has none
 * @param namespaceId null where the body has none
 */
record JsonBody(@Nullable String uploadTag, @Nullable String namespaceId) {

  /**
   * @param events the most that the body may hold
   * @param otherwise how more of them can be sent
   */
  record Most(int events, String otherwise) {}

  /** Reads the whole body, its events into the reception. */
  static JsonBody read(JsonParser parser, Reception reception, Most most) {
    String uploadTag = null;
    String namespaceId = null;
    boolean dataSeen = false;
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw invalid("", "The body is a JSON object with upload_tag and data");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "upload_tag" -> uploadTag = text(parser, name, false);
        case "namespace_id" -> namespaceId = text(parser, name, true);
        case "data" -> {
          dataSeen = true;
          readEvents(parser, reception, most);
        }
        default ->
            throw new Problem(
                HttpStatus.BAD_REQUEST,
                "unknown_field",
                "The body takes upload_tag, namespace_id and data, and has another member");
      }
    }
    if (!dataSeen) {
      throw invalid("data", "The body needs data, a list of events");
    }
    if (parser.nextToken() != null) {
      throw invalid("", "Something follows the end of the body's object");
    }
    return new JsonBody(uploadTag, namespaceId);
  }

  private static void readEvents(JsonParser parser, Reception reception, Most most) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw invalid("data", "data is a list of events");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (reception.received() == most.events()) {
        throw new Problem(
            HttpStatus.CONTENT_TOO_LARGE,
            "too_many_events",
            "A JSON body holds at most %d events; %s".formatted(most.events(), most.otherwise()));
      }
      reception.read(parser);
    }
  }

  private static @Nullable String text(JsonParser parser, String name, boolean orNumber) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token == JsonToken.VALUE_STRING || (orNumber && token == JsonToken.VALUE_NUMBER_INT)) {
      return parser.getString();
    }
    throw invalid(name, name + " is of the wrong JSON type");
  }

  private static Problem invalid(String field, String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "invalid_body", detail)
        .with("field", field.isEmpty() ? null : field);
  }
}
