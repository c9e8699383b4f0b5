package dev.uploadgateway.erasure;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the person of a request, in the shape in which events have customers. */
final class PersonReader {

  /** Of an identifier that stands twice one would be overlooked, and its events would stay. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private static final int LARGEST = 64 * 1024;

  /** The parts of a body that have identifiers; both APIs' names may stand in either. */
  private static final List<String> MEMBERS = List.of("match_keys", "user_data");

  private PersonReader() {}

  /**
   * @throws Problem 400 or 413; it names no value
   */
  static Customer read(HttpServletRequest request) {
    JsonNode body = tree(bytes(request));
    if (!body.isObject() || !MEMBERS.containsAll(body.propertyNames())) {
      throw badRequest("unknown_field", "The body is an object with match_keys, user_data or both");
    }
    Map<Identifier, List<String>> identifiers = new EnumMap<>(Identifier.class);
    for (String member : MEMBERS) {
      JsonNode given = body.path(member);
      if (!given.isMissingNode() && !given.isObject()) {
        throw badRequest("invalid_identifiers", "Identifiers are an object").with("field", member);
      }
      given
          .properties()
          .forEach(entry -> read(member, entry.getKey(), entry.getValue(), identifiers));
    }
    identifiers.values().removeIf(List::isEmpty);
    return new Customer(identifiers);
  }

  private static void read(
      String member, String name, JsonNode value, Map<Identifier, List<String>> identifiers) {
    Identifier identifier = Identifier.named(name);
    if (identifier == null) {
      // The name is the client's own text, and may be the person's.
      throw badRequest("unknown_field", "An identifier has a name that neither API knows")
          .with("field", member);
    }
    List<String> values = identifiers.computeIfAbsent(identifier, none -> new ArrayList<>());
    for (JsonNode each : value.isArray() ? value : List.of(value)) {
      if (!each.isString() && !each.isIntegralNumber()) {
        throw badRequest("invalid_identifiers", "An identifier is a text or a list of texts")
            .with("field", member + "." + identifier.key());
      }
      values.add(each.asString());
    }
  }

  private static byte[] bytes(HttpServletRequest request) {
    byte[] bytes;
    try {
      bytes = request.getInputStream().readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw badRequest("malformed_json", "The body ended before it was complete");
    }
    if (bytes.length > LARGEST) {
      throw new Problem(
          HttpStatus.CONTENT_TOO_LARGE, "body_too_large", "The identifiers of a person take 64 KB");
    }
    return bytes;
  }

  private static JsonNode tree(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      // without its message, which quotes the body
      throw badRequest("malformed_json", "The body is not JSON");
    }
  }

  private static Problem badRequest(String code, String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, code, detail);
  }
}
