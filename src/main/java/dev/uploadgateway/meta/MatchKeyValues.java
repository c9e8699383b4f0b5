package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.matchkey.MatchKeys;
import java.util.List;
import java.util.function.Function;

/**
 * Match keys as members of an object: one value as a string, several as a list, as both dialects
 * take them.
 */
final class MatchKeyValues {

  private MatchKeyValues() {}

  static void write(JsonBytes out, MatchKeys keys, Function<Identifier, String> nameOf) {
    keys.values()
        .forEach((identifier, values) -> {
          out.name(nameOf.apply(identifier));
          write(out, values);
        });
  }

  private static void write(JsonBytes out, List<String> values) {
    if (values.size() == 1) {
      out.string(values.getFirst());
    } else {
      out.open('[');
      values.forEach(value -> out.element().string(value));
      out.close(']');
    }
  }
}
