package dev.uploadgateway.facade;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * A call as Graph understands it: parameters come from the query or from the body, which is JSON, a
 * form or multipart; those of the body count.
 *
 * @param parameters texts by name; what was a list or an object is its JSON. Those that no edge
 *     knows are ignored, as Graph does
 * @param list {@code data} where the body is JSON and it is a list in it
 */
record GraphCall(Map<String, String> parameters, @Nullable EventList list) {

  private static final int MOST_EVENTS = 2_000;
  private static final String ACCESS_TOKEN = "access_token";

  /** Graph is older than the first of them, and takes both. */
  private static final List<String> SCHEMES = List.of("Bearer ", "OAuth ");

  private static final String SUPPRESS = "suppress_http_code";
  private static final String ALWAYS_OK = GraphCall.class.getName() + "." + SUPPRESS;
  private static final Pattern SUPPRESSED =
      Pattern.compile("(?:^|&)suppress_http_code=(?:1|true)(?:&|$)");

  /** The key where it is known before the body is read; null where it is not. */
  static @Nullable String keyInHead(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null) {
      for (String scheme : SCHEMES) {
        if (header.regionMatches(true, 0, scheme, 0, scheme.length())) {
          return header.substring(scheme.length());
        }
      }
    }
    String token = query(request).get(ACCESS_TOKEN);
    return token == null || token.isBlank() ? null : token;
  }

  /**
   * @throws Refusal if the call cannot be read
   */
  static GraphCall of(HttpServletRequest request, byte[] body) {
    Map<String, String> parameters = query(request);
    try {
      return new GraphCall(parameters, read(request, body, parameters));
    } finally {
      // What is refused, for its key or because it cannot be read, is answered that way too.
      if (Set.of("1", "true").contains(parameters.getOrDefault(SUPPRESS, ""))) {
        request.setAttribute(ALWAYS_OK, true);
      }
    }
  }

  private static @Nullable EventList read(
      HttpServletRequest request, byte[] body, Map<String, String> parameters) {
    if (body.length == 0) {
      return null;
    }
    String given = request.getContentType();
    String type = given == null ? "" : given.toLowerCase(Locale.ROOT);
    if (type.startsWith(MediaType.APPLICATION_JSON_VALUE)) {
      return GraphJson.readObject(body, parameters);
    }
    if (type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
      Form.readMultipart(given, body, parameters);
    } else if (type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)) {
      Form.readUrlencoded(new String(body, StandardCharsets.UTF_8), parameters);
    } else {
      throw GraphError.invalidParameter(
              "The Content-Type is application/json, multipart/form-data or"
                  + " application/x-www-form-urlencoded")
          .refusal();
    }
    return null;
  }

  /** The key, wherever it is: {@code accessKey} is its name at a custom gateway endpoint. */
  @Nullable String key() {
    return parameters.getOrDefault(ACCESS_TOKEN, parameters.get("accessKey"));
  }

  /** Null where it is missing or blank. */
  @Nullable String parameter(String name) {
    String text = parameters.get(name);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /**
   * Graph's switch for clients that cannot read the body of an error: every answer is a 200. It may
   * stand in the body, as far as that was read.
   */
  static boolean suppressesHttpCode(HttpServletRequest request) {
    // The query is not read as parameters are: this may be about one that cannot be.
    String query = request.getQueryString();
    return request.getAttribute(ALWAYS_OK) != null
        || (query != null && SUPPRESSED.matcher(query).find());
  }

  /**
   * @throws Refusal if there are none, or too many
   */
  EventList events() {
    String text = parameter("data");
    EventList events = list == null && text != null ? GraphJson.readList(text) : list;
    if (events == null || events.size() == 0) {
      throw GraphError.invalidParameter("The parameter data is required").refusal();
    }
    if (events.size() > MOST_EVENTS) {
      throw GraphError.invalidParameter(
              "A call takes at most %d events. Nothing was stored".formatted(MOST_EVENTS))
          .refusal();
    }
    return events;
  }

  private static Map<String, String> query(HttpServletRequest request) {
    Map<String, String> parameters = new HashMap<>();
    Form.readUrlencoded(request.getQueryString(), parameters);
    return parameters;
  }

  /** Its parameters are people, and a key. */
  @Override
  public String toString() {
    return "GraphCall";
  }
}
