package dev.uploadgateway.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an ad tracks: a list of specs, each an object whose members are one value or a list of
 * values ("Tracking and Conversion Specs" of the Marketing API allows both). Only read and appended
 * to: a member that nobody here knows stays as it is.
 */
record TrackingSpecs(ArrayNode json) {

  private static final String ACTION = "action.type";
  private static final String OFFLINE = "offline_conversion";
  private static final String DATASET = "dataset";

  static TrackingSpecs of(JsonNode ad) {
    return new TrackingSpecs(
        ad.path("tracking_specs") instanceof ArrayNode specs
            ? specs
            : JsonNodeFactory.instance.arrayNode());
  }

  /** What tracks offline conversions of a dataset. */
  static TrackingSpecs of(String dataset) {
    ArrayNode specs = JsonNodeFactory.instance.arrayNode();
    ObjectNode spec = specs.addObject();
    spec.putArray(ACTION).add(OFFLINE);
    spec.putArray(DATASET).add(dataset);
    return new TrackingSpecs(specs);
  }

  static boolean areSpecs(ArrayNode list) {
    return !list.isEmpty() && list.valueStream().allMatch(spec -> spec.hasNonNull(ACTION));
  }

  /**
   * Whether offline conversions of the dataset are tracked, in a spec of its own or a wider one.
   */
  boolean track(String dataset) {
    return say(of(dataset));
  }

  /** These, and after them those of the others that are not among them. */
  TrackingSpecs with(TrackingSpecs others) {
    ArrayNode more = json.deepCopy();
    others.missingIn(this).forEach(more::add);
    return new TrackingSpecs(more);
  }

  /**
   * Those of these that the others lack. A spec is not lacking where one of the others says all of
   * it and more, as Meta may put specs together.
   */
  List<JsonNode> missingIn(TrackingSpecs others) {
    List<JsonNode> missing = new ArrayList<>();
    json.forEach(spec -> {
      if (!others.contain(spec)) {
        missing.add(spec);
      }
    });
    return missing;
  }

  /** Whether all of the others are among these. */
  boolean say(TrackingSpecs others) {
    return others.missingIn(this).isEmpty();
  }

  private boolean contain(JsonNode spec) {
    return json.valueStream().anyMatch(one -> covers(one, spec));
  }

  private static boolean covers(JsonNode one, JsonNode spec) {
    if (!one.isObject() || !spec.isObject()) {
      return one.equals(spec);
    }
    for (Map.Entry<String, JsonNode> member : spec.properties()) {
      if (!values(one.path(member.getKey())).containsAll(values(member.getValue()))) {
        return false;
      }
    }
    // Each further member narrows what a spec tracks
    return one.propertyNames().stream().allMatch(spec::has);
  }

  /** As texts: Meta takes ids as numbers and answers them as text. */
  private static List<String> values(JsonNode member) {
    return member.isArray()
        ? member.valueStream().map(TrackingSpecs::value).toList()
        : member.isMissingNode() ? List.of() : List.of(value(member));
  }

  private static String value(JsonNode value) {
    return value.isValueNode() ? value.asString() : value.toString();
  }
}
