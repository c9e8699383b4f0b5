package dev.uploadgateway.facade;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as the page of the Offline Conversions API writes it: names may go without quotes, or stand
 * in single ones, and a comma may trail. A comma that is missing is not guessed; where reading
 * ends, it says so by line, column and character.
 */
final class GraphJson {

  /** As long as a body may be: it may hold all of its events in one string. */
  private static final int LONGEST_STRING = BodyReader.LARGEST;

  private static final int LARGEST_EVENT = 1024 * 1024;
  private static final int MOST_PARAMETERS = 100;

  /**
   * Reads what nobody may have sent: it remembers no names, of which a body may hold more than a
   * heap.
   */
  private static final JsonMapper SCANNER = new JsonMapper(factory().build());

  /** Reads events, of which a member given twice would be one too many. */
  private static final JsonMapper READER =
      new JsonMapper(factory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  /** Reads parameters; every digit of theirs may go on to Meta. */
  private static final ObjectReader TREES =
      READER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private GraphJson() {}

  private static JsonFactoryBuilder factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(40)
                .maxNameLength(200)
                .maxStringLength(LONGEST_STRING)
                .maxNumberLength(200)
                .build())
        .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
        .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
        .enable(JsonReadFeature.ALLOW_TRAILING_COMMA);
  }

  /**
   * Reads the members of an object, of which {@code data} may be a list of events and every other
   * becomes a parameter.
   *
   * @return the events; null where there is no {@code data} or it is a string, which then is among
   *     the parameters
   * @throws Refusal if it is no object, or malformed
   */
  static @Nullable EventList readObject(byte[] json, Map<String, String> parameters) {
    EventList events = null;
    Set<String> given = new HashSet<>();
    try (JsonParser parser = SCANNER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw GraphError.invalidParameter("The body is a JSON object with data").refusal();
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (!given.add(name) || given.size() > MOST_PARAMETERS) {
          throw GraphError.invalidParameter("The body has a member twice, or more than 100 of them")
              .refusal();
        }
        if (name.equals("data") && token == JsonToken.START_ARRAY) {
          events = readList(parser, json);
        } else if (token != JsonToken.VALUE_NULL) {
          parameters.put(name, text(parser));
        }
      }
      if (parser.nextToken() != null) {
        throw GraphError.invalidParameter("Something follows the end of the body's object")
            .refusal();
      }
      return events;
    } catch (JacksonException e) {
      throw malformed("The body", json, e);
    }
  }

  /**
   * @param data the text of a list of events
   * @throws Refusal if it is none, or malformed
   */
  static EventList readList(String data) {
    byte[] json = data.getBytes(UTF_8);
    try (JsonParser parser = SCANNER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw GraphError.invalidParameter("The parameter data is a list of events").refusal();
      }
      EventList events = readList(parser, json);
      if (parser.nextToken() != null) {
        throw GraphError.invalidParameter("Something follows the end of the list data").refusal();
      }
      return events;
    } catch (JacksonException e) {
      throw malformed("The parameter data", json, e);
    }
  }

  /**
   * Has the events read, once it is known who sent them.
   *
   * @param reader gets a parser on the first token of their list
   * @throws Refusal if one has a member twice; everything else about their form was seen before
   */
  static <T> T read(EventList events, Function<JsonParser, T> reader) {
    try (JsonParser parser = READER.createParser(events.json(), events.from(), events.length())) {
      parser.nextToken();
      return reader.apply(parser);
    } catch (StreamReadException e) {
      throw GraphError.invalidParameter("An event of data has a member twice. Nothing was stored")
          .refusal();
    }
  }

  /**
   * @throws Refusal if the parameter's text is malformed
   */
  static JsonNode tree(String parameter, String text) {
    String json = DottedNames.quoted(text);
    try {
      return TREES.readTree(json);
    } catch (JacksonException e) {
      throw malformed("The parameter " + parameter, json.getBytes(UTF_8), e);
    }
  }

  /** From the list's first token to its last. */
  private static EventList readList(JsonParser parser, byte[] json) {
    long from = parser.currentTokenLocation().getByteOffset();
    int events = 0;
    boolean userData = false;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      events++;
      long begin = parser.currentTokenLocation().getByteOffset();
      userData |= token == JsonToken.START_OBJECT && hasUserData(parser);
      parser.skipChildren();
      if (parser.currentLocation().getByteOffset() - begin > LARGEST_EVENT) {
        throw GraphError.invalidParameter("data holds an event beyond all measure").refusal();
      }
    }
    long to = parser.currentLocation().getByteOffset();
    if (from < 0 || to < from) {
      throw GraphError.invalidParameter("The body is in UTF-8").refusal();
    }
    return new EventList(json, Math.toIntExact(from), Math.toIntExact(to - from), events, userData);
  }

  /** From the event's first token to its last. */
  private static boolean hasUserData(JsonParser parser) {
    boolean userData = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      userData |= parser.currentName().equals("user_data");
      parser.nextToken();
      parser.skipChildren();
    }
    return userData;
  }

  private static String text(JsonParser parser) {
    if (!parser.currentToken().isStructStart()) {
      return parser.getString();
    }
    StringWriter copy = new StringWriter();
    try (JsonGenerator generator = SCANNER.createGenerator(copy)) {
      generator.copyCurrentStructure(parser);
    }
    return copy.toString();
  }

  /** Jackson's own message is left out: it may quote what was sent. */
  private static Refusal malformed(String what, byte[] json, JacksonException e) {
    TokenStreamLocation place = e.getLocation();
    if (place == null || place.getLineNr() < 1) {
      return GraphError.invalidParameter(what + " is not JSON. Nothing was stored").refusal();
    }
    return GraphError.invalidParameter(
            "%s is not JSON: line %d, column %d%s. Nothing was stored"
                .formatted(
                    what,
                    place.getLineNr(),
                    place.getColumnNr(),
                    character(json, place.getByteOffset())))
        .refusal();
  }

  private static String character(byte[] json, long offset) {
    if (offset < 0 || offset >= json.length) {
      return "";
    }
    char character = (char) json[(int) offset];
    return character > ' ' && character <= '~'
        ? ", character %d, at %c".formatted(offset + 1, character)
        : ", character " + (offset + 1);
  }
}
