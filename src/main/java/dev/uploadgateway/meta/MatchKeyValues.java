package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.matchkey.MatchKeys;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Match keys as members of an object: one value as a string, several as a list, as both dialects
 * take them.
 */
final class MatchKeyValues {

  /** The names of identifiers in the Conversions API, in their order. */
  static final JsonName[] KEYS = names(Identifier::key);

  /** Those in the Offline Conversions API. */
  static final JsonName[] OFFLINE_NAMES = names(Identifier::offlineName);

  private MatchKeyValues() {}

  static void write(JsonBytes out, MatchKeys keys, JsonName[] names) {
    int from = 0;
    while (from < keys.size()) {
      int to = endOfIdentifier(keys, from);
      out.name(names[keys.identifier(from).ordinal()]);
      if (to - from == 1) {
        out.matchKey(keys, from);
      } else {
        writeList(out, keys, from, to);
      }
      from = to;
    }
  }

  private static JsonName[] names(Function<Identifier, String> nameOf) {
    return Arrays.stream(Identifier.values())
        .map(nameOf)
        .map(JsonName::of)
        .toArray(JsonName[]::new);
  }

  private static int endOfIdentifier(MatchKeys keys, int from) {
    int to = from + 1;
    while (to < keys.size() && keys.identifier(to) == keys.identifier(from)) {
      to++;
    }
    return to;
  }

  private static void writeList(JsonBytes out, MatchKeys keys, int from, int to) {
    out.open('[');
    for (int i = from; i < to; i++) {
      out.element().matchKey(keys, i);
    }
    out.close(']');
  }
}
