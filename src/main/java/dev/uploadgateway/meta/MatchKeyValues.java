package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.matchkey.MatchKeys;
import java.util.function.Function;

/**
 * Match keys as members of an object: one value as a string, several as a list, as both dialects
 * take them.
 */
final class MatchKeyValues {

  private MatchKeyValues() {}

  static void write(JsonBytes out, MatchKeys keys, Function<Identifier, String> nameOf) {
    int size = keys.size();
    for (int i = 0; i < size; i++) {
      Identifier identifier = keys.identifier(i);
      boolean first = i == 0 || keys.identifier(i - 1) != identifier;
      boolean last = i == size - 1 || keys.identifier(i + 1) != identifier;
      if (first) {
        out.name(nameOf.apply(identifier));
      }
      if (first && last) {
        out.matchKey(keys, i);
        continue;
      }
      if (first) {
        out.open('[');
      }
      out.element().matchKey(keys, i);
      if (last) {
        out.close(']');
      }
    }
  }
}
