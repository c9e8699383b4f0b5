package dev.uploadgateway.meta;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer of the Graph API, taken apart.
 *
 * @param status the HTTP status
 * @param json the body; null where it is not a JSON object, as an HTML page of a proxy is not
 */
record GraphAnswer(int status, HttpHeaders headers, @Nullable JsonNode json) {

  private static final Pattern TRACE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static GraphAnswer of(int status, HttpHeaders headers, String body) {
    return new GraphAnswer(status, headers, object(body));
  }

  /** The error envelope; null where the answer is none. A 200 can carry one. */
  @Nullable JsonNode error() {
    JsonNode error = json == null ? null : json.get("error");
    return error != null && error.isObject() ? error : null;
  }

  @Nullable Integer errorNumber(String field) {
    JsonNode error = error();
    return integer(error == null ? null : error.get(field));
  }

  @Nullable String fbtraceId() {
    JsonNode error = error();
    JsonNode holder = error == null ? json : error;
    JsonNode id = holder == null ? null : holder.get("fbtrace_id");
    return id != null && id.isString() && TRACE_ID.matcher(id.stringValue()).matches()
        ? id.stringValue()
        : null;
  }

  /** How many events Meta says it received, in either dialect's words. */
  @Nullable Integer received() {
    for (String field : new String[] {"events_received", "num_processed_entries"}) {
      Integer received = integer(json == null ? null : json.get(field));
      if (received != null) {
        return received;
      }
    }
    return null;
  }

  /**
   * Meta's words: what it tells people, and what it tells developers. Null where it says nothing.
   */
  @Nullable String words() {
    JsonNode error = error();
    if (error == null) {
      JsonNode messages = json == null ? null : json.get("messages");
      return messages != null && messages.isArray() && !messages.isEmpty()
          ? Words.told(messages.toString())
          : null;
    }
    String forPeople = error.path("error_user_msg").asString("");
    String forDevelopers = error.path("message").asString("");
    return Words.told(forPeople.isEmpty() ? forDevelopers : forDevelopers + ": " + forPeople);
  }

  /**
   * Meta's words about single events. Where in {@code error_data} they stand is not documented, so
   * any object with an {@code event_index} counts, at any depth, also inside of JSON that is
   * wrapped in a string.
   */
  Map<Integer, String> wordsByEvent() {
    Map<Integer, String> words = new HashMap<>();
    JsonNode error = error();
    if (error != null && error.has("error_data")) {
      collect(error.get("error_data"), String.valueOf(words()), words);
    }
    return words;
  }

  /**
   * @param overall what is said of the call, for events of which nothing is said
   */
  private static void collect(JsonNode node, String overall, Map<Integer, String> words) {
    if (node.isString()) {
      JsonNode inner = object(node.stringValue());
      if (inner != null) {
        collect(inner, overall, words);
      }
      return;
    }
    Integer index = integer(node.get("event_index"));
    JsonNode message = index == null ? null : node.findValue("message");
    if (message != null && message.isString()) {
      words.put(index, Words.told(message.stringValue()));
    } else if (index != null) {
      words.put(index, overall);
    }
    node.forEach(child -> collect(child, overall, words));
  }

  /**
   * Whether Meta blames parameters, and none but these ("Error Reference", {@code
   * blame_field_specs}: a path for each).
   */
  boolean blamesOnly(Set<String> members) {
    JsonNode error = error();
    JsonNode data = error == null ? null : error.get("error_data");
    if (data != null && data.isString()) {
      data = object(data.stringValue());
    }
    JsonNode paths = data == null ? null : data.get("blame_field_specs");
    return paths != null
        && !paths.isEmpty()
        && paths.valueStream().allMatch(path -> members.contains(path.path(0).asString("")));
  }

  /** Null also where the number is none of Meta's: too large for an int. */
  private static @Nullable Integer integer(@Nullable JsonNode value) {
    return value != null && value.isIntegralNumber() && value.canConvertToInt()
        ? value.intValue()
        : null;
  }

  private static @Nullable JsonNode object(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node.isContainer() ? node : null;
    } catch (JacksonException e) {
      return null; // not JSON is an answer too, and the caller decides what it means
    }
  }
}
