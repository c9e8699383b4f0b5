package dev.uploadgateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request body in any of the three forms that the Conversions API documentation ("Using the API")
 * shows: JSON, a form, or multipart with {@code data} as a JSON string. Parsed once.
 *
 * @param problem why {@code data} cannot be read; null where it can
 */
record Body(Map<String, String> fields, List<Event> data, @Nullable String problem) {

  static final Body EMPTY = new Body(Map.of(), List.of(), "The parameter data is required");

  /** A member given twice is refused: which of the two Meta would take is not documented. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  static Body read(String contentType, byte[] bytes) {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json")) {
      return json(bytes);
    }
    Map<String, String> fields =
        type.startsWith("multipart/form-data")
            ? Form.multipart(contentType, bytes)
            : Form.urlencoded(new String(bytes, UTF_8));
    String data = fields.remove("data");
    if (data == null) {
      return new Body(fields, List.of(), EMPTY.problem());
    }
    return nested(fields, data.getBytes(UTF_8));
  }

  private static Body json(byte[] bytes) {
    Map<String, String> fields = new HashMap<>();
    List<Event> data = null;
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new Body(fields, List.of(), "The body must be a JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (name.equals("data") && token == JsonToken.START_ARRAY) {
          data = events(parser, bytes);
        } else {
          JsonNode value = parser.readValueAsTree();
          fields.put(name, value.isContainer() ? value.toString() : value.asString());
        }
      }
      if (parser.nextToken() != null) {
        return new Body(fields, List.of(), "The body is not valid JSON");
      }
    } catch (JacksonException e) {
      return new Body(fields, List.of(), "The body is not valid JSON");
    }
    String text = fields.remove("data");
    if (data == null && text != null) {
      return nested(fields, text.getBytes(UTF_8));
    }
    return data == null
        ? new Body(fields, List.of(), EMPTY.problem())
        : new Body(fields, data, null);
  }

  private static Body nested(Map<String, String> fields, byte[] data) {
    try (JsonParser parser = JSON.createParser(data)) {
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        List<Event> events = events(parser, data);
        if (parser.nextToken() == null) {
          return new Body(fields, events, null);
        }
      }
      return new Body(fields, List.of(), "param data must be an array");
    } catch (JacksonException e) {
      return new Body(fields, List.of(), "param data must be an array");
    }
  }

  private static List<Event> events(JsonParser parser, byte[] source) {
    List<Event> events = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int start = (int) parser.currentTokenLocation().getByteOffset();
      JsonNode json = parser.readValueAsTree();
      int end = (int) parser.currentLocation().getByteOffset();
      byte[] text =
          json.isObject() && start >= 0
              ? Arrays.copyOfRange(source, start, end)
              : json.toString().getBytes(UTF_8);
      events.add(new Event(json, text));
    }
    return events;
  }
}
