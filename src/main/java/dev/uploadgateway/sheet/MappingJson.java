package dev.uploadgateway.sheet;

import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.sheet.Mapping.Flawed;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Mappings as JSON, read strictly: what is not understood is refused. */
public final class MappingJson {

  /** What all customers of a file may have alike. */
  private static final Set<Identifier> OF_MANY =
      EnumSet.of(
          Identifier.CITY,
          Identifier.STATE,
          Identifier.ZIP,
          Identifier.COUNTRY,
          Identifier.GENDER,
          Identifier.PAGE_ID,
          Identifier.INSTAGRAM_ACCOUNT_ID,
          Identifier.WHATSAPP_ACCOUNT_ID);

  private static final Set<String> MEMBERS =
      Set.of("columns", "constants", "decimal", "dates", "zone", "charset", "delimiter");
  private static final int MOST_COLUMNS = 1_000;
  private static final int MOST_CONSTANTS = 100;
  private static final int MOST_DATES = 10;
  private static final int LONGEST_TEXT = 200;
  private static final JsonMapper JSON = new JsonMapper();

  private MappingJson() {}

  /**
   * @throws Flawed if it is not a mapping
   */
  public static Mapping read(JsonNode json) {
    if (!json.isObject()) {
      throw new Flawed("mapping", "is a JSON object");
    }
    for (String member : json.propertyNames()) {
      if (!MEMBERS.contains(member)) {
        throw new Flawed(
            "mapping", "takes " + String.join(", ", MEMBERS.stream().sorted().toList()));
      }
    }
    String decimal = text(json, "decimal");
    String zone = text(json, "zone");
    return new Mapping(
        columns(object(json, "columns")),
        constants(object(json, "constants")),
        decimal == null
            ? null
            : NumberStyle.named(decimal).orElseThrow(() -> new Flawed("decimal", "is . or ,")),
        dates(json.get("dates")),
        zone == null ? null : zone(zone),
        new Format(charset(text(json, "charset")), delimiter(text(json, "delimiter"))));
  }

  /** As {@link #read} understands it. */
  public static ObjectNode write(Mapping mapping) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode columns = json.putObject("columns");
    mapping.columns().forEach((name, target) -> columns.put(name, target.toString()));
    ObjectNode constants = json.putObject("constants");
    mapping.constants().forEach((target, text) -> constants.put(target.toString(), text));
    if (mapping.numbers() != null) {
      json.put("decimal", mapping.numbers().decimal());
    }
    ArrayNode dates = json.putArray("dates");
    mapping.dates().forEach(date -> dates.add(date.name()));
    if (mapping.zone() != null) {
      json.put("zone", mapping.zone().getId());
    }
    if (mapping.format().charset() != null) {
      json.put("charset", mapping.format().charset().name());
    }
    if (mapping.format().delimiter() != null) {
      json.put("delimiter", mapping.format().delimiter().toString());
    }
    return json;
  }

  private static Map<String, Target> columns(@Nullable JsonNode json) {
    Map<String, Target> columns = new LinkedHashMap<>();
    if (json == null) {
      return columns;
    }
    if (json.size() > MOST_COLUMNS) {
      throw new Flawed("columns", "are 1,000 or fewer");
    }
    json.forEachEntry((name, target) -> {
      if (!isText(name)) {
        throw new Flawed("columns", "are named without NUL and without halves of characters");
      }
      columns.put(name, target("columns", name, target));
    });
    return columns;
  }

  private static Map<Target, String> constants(@Nullable JsonNode json) {
    Map<Target, String> constants = new LinkedHashMap<>();
    if (json == null) {
      return constants;
    }
    if (json.size() > MOST_CONSTANTS) {
      throw new Flawed("constants", "are 100 or fewer");
    }
    json.forEachEntry((name, text) -> {
      Target target =
          Target.of(name)
              .filter(MappingJson::mayBeConstant)
              .orElseThrow(() -> new Flawed("constants", "are of targets, and of no times"));
      if (target instanceof Target.MatchKey(var identifier) && !OF_MANY.contains(identifier)) {
        // Mappings are stored as they are: nobody can be in one.
        throw new Flawed("constants." + target, "is one person's, and never a whole file's");
      }
      if (!text.isValueNode()
          || text.isNull()
          || text.asString().length() > LONGEST_TEXT
          || !isText(text.asString())) {
        throw new Flawed(
            "constants." + target, "is a text of at most 200 whole characters, none of them NUL");
      }
      constants.put(target, text.asString());
    });
    return constants;
  }

  /** Mappings are kept as PostgreSQL's jsonb, which knows neither NUL nor half a character. */
  private static boolean isText(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Every event has a time of its own. */
  private static boolean mayBeConstant(Target target) {
    return switch (target) {
      case Target.Ignore _, Target.EventClock _, Target.EventDate _ -> false;
      case Target.Member(String name) -> !name.equals(Target.EVENT_TIME);
      case Target.MatchKey _, Target.Custom _, Target.Item _ -> true;
    };
  }

  private static List<TimeFormat> dates(@Nullable JsonNode json) {
    List<TimeFormat> dates = new ArrayList<>();
    if (json == null || json.isNull()) {
      return dates;
    }
    if (json.isString()) {
      return List.of(date(json));
    }
    if (!json.isArray() || json.size() > MOST_DATES) {
      throw new Flawed("dates", "is a list of at most ten formats");
    }
    json.forEach(format -> dates.add(date(format)));
    return dates;
  }

  private static TimeFormat date(JsonNode json) {
    return TimeFormat.of(json.asString(""))
        .orElseThrow(() ->
            new Flawed(
                "dates",
                "are iso, epoch_seconds, epoch_milliseconds, or patterns with day, month and year"
                    + " such as dd.MM.yyyy HH:mm"));
  }

  private static Target target(String member, String name, JsonNode json) {
    String label = name.length() > 60 ? "" : "." + name;
    return Target.of(json.asString(""))
        .orElseThrow(() ->
            new Flawed(
                member + label,
                "is ignore, a member of an event such as event_name, match_keys.email,"
                    + " custom_data.season or contents[0].id, event_time.date or event_time.time"));
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new Flawed("zone", "is a zone such as Europe/Vienna, UTC or +01:00");
    }
  }

  private static @Nullable Charset charset(@Nullable String name) {
    return name == null
        ? null
        : Format.charset(name)
            .orElseThrow(() ->
                new Flawed(
                    "charset",
                    "is UTF-8, UTF-16, UTF-16LE, UTF-16BE, windows-1252,"
                        + " ISO-8859-1, ISO-8859-15 or US-ASCII"));
  }

  private static @Nullable Character delimiter(@Nullable String name) {
    return name == null
        ? null
        : Format.delimiter(name)
            .orElseThrow(() -> new Flawed("delimiter", "is comma, semicolon, tab or pipe"));
  }

  private static @Nullable JsonNode object(JsonNode json, String member) {
    JsonNode value = json.get(member);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw new Flawed(member, "is a JSON object");
    }
    return value;
  }

  private static @Nullable String text(JsonNode json, String member) {
    JsonNode value = json.get(member);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new Flawed(member, "is a text");
    }
    return value.asString();
  }
}
