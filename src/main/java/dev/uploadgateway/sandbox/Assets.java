package dev.uploadgateway.sandbox;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What businesses own beside events: datasets, with whom they are shared, ads, and custom
 * conversions. Guarded by who uses it: one call at a time.
 */
final class Assets {

  /** What one process may be asked to remember of each kind. */
  private static final int MOST = 100_000;

  private final Map<String, Dataset> datasets = new LinkedHashMap<>();
  private final Map<String, Ad> ads = new LinkedHashMap<>();
  private final Map<String, List<ObjectNode>> conversions = new LinkedHashMap<>();
  private final AtomicLong ids;

  /** Ids begin with the time, so that those of an earlier run do not come again. */
  Assets(InstantSource clock) {
    this.ids = new AtomicLong(clock.instant().toEpochMilli() * 1000);
  }

  /**
   * A dataset, or an event set of the discontinued kind.
   *
   * @param accounts the ad accounts that may use it, and the business that each was assigned by
   * @param agencies the businesses that it is shared with
   */
  record Dataset(
      String id, Origin origin, Map<String, Set<String>> accounts, Set<String> agencies) {

    boolean isKnownTo(String business) {
      return origin.business.equals(business) || agencies.contains(business);
    }
  }

  /** What a dataset was created with. */
  record Origin(String business, boolean eventSet, String name, @Nullable String description) {}

  /** An ad that somebody created elsewhere. */
  record Ad(String id, String account, ArrayNode trackingSpecs) {

    /** Both notations of a spec are allowed: one value, or a list of them. */
    boolean tracks(String dataset) {
      return trackingSpecs
          .valueStream()
          .anyMatch(spec ->
              holds(spec.path("action.type"), "offline_conversion")
                  && holds(spec.path("dataset"), dataset));
    }

    private static boolean holds(JsonNode values, String value) {
      return values(values).contains(value);
    }

    /** The datasets that any spec names, whatever its action. */
    Set<String> datasets() {
      return trackingSpecs
          .valueStream()
          .flatMap(spec -> values(spec.path("dataset")).stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Of a member of a spec: Meta takes one value for a list of it, and ids as numbers or texts.
     */
    static List<String> values(JsonNode member) {
      return member.isArray()
          ? member.valueStream().map(one -> one.asString("")).toList()
          : member.isMissingNode() ? List.of() : List.of(member.asString(""));
    }
  }

  String nextId() {
    return Long.toString(ids.incrementAndGet());
  }

  Dataset create(Origin origin) {
    Dataset created = new Dataset(nextId(), origin, new LinkedHashMap<>(), new LinkedHashSet<>());
    put(datasets, created.id, created);
    return created;
  }

  @Nullable Dataset dataset(String id) {
    return datasets.get(id);
  }

  List<Dataset> datasetsOf(String business, boolean eventSets) {
    return datasets.values().stream()
        .filter(dataset -> dataset.origin.eventSet == eventSets)
        .filter(dataset -> dataset.isKnownTo(business))
        .toList();
  }

  void put(Ad ad) {
    put(ads, ad.id, ad);
  }

  @Nullable Ad ad(String id) {
    return ads.get(id);
  }

  List<Ad> adsOf(String account) {
    return ads.values().stream().filter(ad -> ad.account.equals(account)).toList();
  }

  List<ObjectNode> conversionsOf(String account) {
    return conversions.computeIfAbsent(account, none -> new ArrayList<>());
  }

  void clear() {
    datasets.clear();
    ads.clear();
    conversions.clear();
  }

  private static <T> void put(Map<String, T> kind, String id, T asset) {
    if (kind.size() >= MOST && !kind.containsKey(id)) {
      throw new IllegalArgumentException("The sandbox holds no more than " + MOST + " of a kind");
    }
    kind.put(id, asset);
  }
}
