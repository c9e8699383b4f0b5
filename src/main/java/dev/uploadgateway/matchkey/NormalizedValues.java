package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The normalized values of one customer, their UTF-8 in one array, so that most are read and hashed
 * without an object or a string of their own. Prints as nothing.
 *
 * <p>{@link CustomerDraft} fills it; afterwards it does not change.
 */
final class NormalizedValues {

  /** Of a value that travels as it is: a hash already, or an identifier that Meta wants plain. */
  static final int AS_IS = -1;

  /** Of a value that is to be hashed. More than that is a number of {@link KnownHashes}. */
  static final int TO_HASH = 0;

  final Identifier[] identifiers;
  final int[] starts;
  final int[] ends;

  /** {@link #AS_IS}, {@link #TO_HASH}, or the number of its hash. */
  final int[] ways;

  byte[] utf8;
  int size;

  /**
   * @param most how many values there can be
   */
  NormalizedValues(int most, int bytes) {
    identifiers = new Identifier[most];
    starts = new int[most];
    ends = new int[most];
    ways = new int[most];
    utf8 = new byte[bytes];
  }

  /** Values that travel as they are. */
  static NormalizedValues asIs(Map<Identifier, List<String>> given) {
    var values = new NormalizedValues(given.values().stream().mapToInt(List::size).sum(), 0);
    var utf8 = new ByteArrayOutputStream();
    given.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry ->
            entry
                .getValue()
                .forEach(value -> {
                  values.identifiers[values.size] = entry.getKey();
                  values.starts[values.size] = utf8.size();
                  utf8.writeBytes(value.getBytes(StandardCharsets.UTF_8));
                  values.ends[values.size] = utf8.size();
                  values.ways[values.size++] = AS_IS;
                }));
    values.utf8 = utf8.toByteArray();
    return values;
  }

  boolean toHash(int index) {
    return ways[index] >= TO_HASH;
  }

  String text(int index) {
    return new String(utf8, starts[index], ends[index] - starts[index], StandardCharsets.UTF_8);
  }

  Reading.Kept kept(int index) {
    return new Reading.Kept(text(index), toHash(index));
  }

  /** What Meta gets. */
  String sent(int index) {
    return toHash(index) ? Sha256.hex(text(index)) : text(index);
  }

  /** Writes the hash of a value as {@link Sha256#HEX_LENGTH} digits. */
  void hash(int index, Sha256 sha256, byte[] to, int at) {
    if (ways[index] > TO_HASH) {
      KnownHashes.hex(ways[index], to, at);
    } else {
      sha256.hex(utf8, starts[index], ends[index], to, at);
    }
  }

  /** Moves a value to a place before it. */
  void copy(int from, int to) {
    identifiers[to] = identifiers[from];
    starts[to] = starts[from];
    ends[to] = ends[from];
    ways[to] = ways[from];
  }

  @Override
  public String toString() {
    return "NormalizedValues[]";
  }
}
