package dev.uploadgateway.facade;

import dev.uploadgateway.dataset.Admission;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.NewDataset;
import dev.uploadgateway.dataset.Scope;
import dev.uploadgateway.setup.AdTracking;
import dev.uploadgateway.setup.CustomConversions;
import dev.uploadgateway.setup.EventSets;
import dev.uploadgateway.setup.Insights;
import dev.uploadgateway.setup.Permission;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is administered at Meta. The key that a client presents is the gateway's; Meta is asked with
 * the token of a dataset: that of the path, that which the call speaks of, or else that of {@code
 * as}. A key that may be used for one dataset only needs to name none.
 */
@Component
class SetupEdges {

  private static final Map<String, Boolean> SUCCESS = Map.of("success", true);

  /** The page of the Offline Conversions API has both names. */
  private static final List<String> SPECS = List.of("tracking_specs", "tracking_spec");

  /** What of Meta's is administered. */
  @Component
  record Administration(
      EventSets eventSets, AdTracking tracking, CustomConversions conversions, Insights insights) {}

  private final Administration administration;
  private final Datasets datasets;
  private final Admission admission;

  SetupEdges(Administration administration, Datasets datasets, Admission admission) {
    this.administration = administration;
    this.datasets = datasets;
    this.admission = admission;
  }

  /** Creates a dataset for a business, with the token and in the dialect of another. */
  JsonNode create(String business, GraphCall call, @Nullable String key) {
    Dataset like = as(call, key, Scope.ADMIN);
    String name = call.parameter("name");
    if (name == null) {
      throw GraphError.invalidParameter("The parameter name is required").refusal();
    }
    NewDataset wanted =
        new NewDataset(
            name, like.credentials(), like.delivery().wire(), like.delivery().apiVersion());
    return administration.eventSets().create(business, wanted, call.parameter("description"));
  }

  JsonNode list(String business, GraphCall call, @Nullable String key) {
    return administration.eventSets().list(as(call, key, Scope.READ), business);
  }

  JsonNode assign(String dataset, GraphCall call) {
    return administration
        .eventSets()
        .assign(datasets.get(dataset), required("account_id", call), required("business", call));
  }

  JsonNode accounts(String dataset, GraphCall call) {
    return administration.eventSets().accounts(datasets.get(dataset), call.parameter("business"));
  }

  JsonNode share(String dataset, GraphCall call) {
    return administration
        .eventSets()
        .share(datasets.get(dataset), required("business", call), permission(call));
  }

  /** A client of today's API may give both, and means its own. */
  private static @Nullable Permission permission(GraphCall call) {
    for (Permission.Kind kind : Permission.Kind.values()) {
      String given = call.parameter(kind.parameter());
      if (given != null) {
        return new Permission(kind, words(kind.parameter(), given));
      }
    }
    return null;
  }

  /** One word, several with commas between them, or a JSON list, as Graph takes all of these. */
  private static List<String> words(String name, String given) {
    return given.startsWith("[")
        ? GraphJson.tree(name, given)
            .valueStream()
            .map(word -> word.isString() ? word.stringValue() : word.toString())
            .toList()
        : Arrays.stream(given.split(",")).map(SetupEdges::unquoted).toList();
  }

  private static String unquoted(String word) {
    return word.strip().replaceAll("^[\"'](.*)[\"']$", "$1");
  }

  JsonNode agencies(String dataset) {
    return administration.eventSets().agencies(datasets.get(dataset));
  }

  /** Whoever wrote this for Meta would have overwritten what the ad tracked; here it stays. */
  Map<String, Boolean> track(String ad, GraphCall call, @Nullable String key) {
    String name =
        SPECS.stream().filter(known -> call.parameter(known) != null).findFirst().orElse("");
    if (name.isEmpty()) {
      throw GraphError.invalidParameter("The parameter tracking_specs is required").refusal();
    }
    JsonNode specs = GraphJson.tree(name, required(name, call));
    administration.tracking().append(as(call, key, Scope.ADMIN, ofSpecs(specs)), ad, specs);
    return SUCCESS;
  }

  /** Of an ad that tracks nothing Meta leaves the specs out; who asked for them reads a list. */
  JsonNode tracked(String ad, GraphCall call, @Nullable String key) {
    ObjectNode shown =
        administration.tracking().show(as(call, key, Scope.READ), ad, required("fields", call));
    shown.withArray(SPECS.getFirst());
    return shown.put("id", ad);
  }

  JsonNode createConversion(String account, GraphCall call, @Nullable String key) {
    String rule = call.parameter("rule");
    String adAccount = adAccount(account);
    return administration
        .conversions()
        .create(
            datasets.get(admitted(required("event_source_id", call), key, Scope.ADMIN)),
            adAccount,
            new CustomConversions.Wanted(
                call.parameter("name"),
                call.parameter("custom_event_type"),
                rule == null ? null : GraphJson.tree("rule", rule),
                call.parameter("description")));
  }

  JsonNode conversions(String account, GraphCall call, @Nullable String key) {
    String adAccount = adAccount(account);
    return administration.conversions().list(as(call, key, Scope.READ), adAccount);
  }

  JsonNode insights(String account, GraphCall call, @Nullable String key) {
    Map<String, String> parameters = new HashMap<>(call.parameters());
    parameters.keySet().retainAll(Insights.PARAMETERS); // others are ignored, as Graph does
    parameters.put("account_id", adAccount(account));
    parameters.computeIfPresent(
        "time_range", (name, range) -> GraphJson.tree(name, range).toString());
    return administration.insights().read(as(call, key, Scope.READ), parameters);
  }

  /** Ads and campaigns have insights too, and a dataset has custom conversions. */
  private static String adAccount(String id) {
    if (!id.startsWith("act_")) {
      throw GraphError.unknownObject().refusal();
    }
    return id;
  }

  private Dataset as(GraphCall call, @Nullable String key, Scope scope) {
    return as(call, key, scope, Stream.empty());
  }

  /**
   * Whose token to use.
   *
   * @param spoken ids that the call speaks of, among them those of datasets
   */
  private Dataset as(GraphCall call, @Nullable String key, Scope scope, Stream<String> spoken) {
    String named = call.parameter("as");
    if (named != null) {
      return datasets.get(admitted(named, key, scope));
    }
    Predicate<String> mine = admission.usable(key);
    Optional<Dataset> known =
        spoken.filter(mine).flatMap(id -> datasets.find(id).stream()).findFirst();
    if (known.isPresent()) {
      admitted(known.get().id(), key, scope);
      return known.get();
    }
    List<Dataset> usable =
        datasets.all().stream().filter(dataset -> mine.test(dataset.id())).toList();
    // One that was created like another speaks as it does, and so either may.
    if (usable.stream().map(SetupEdges::voice).distinct().count() != 1) {
      throw GraphError.invalidParameter(
              "The gateway asks Meta with the token of a dataset: say of which by the parameter as")
          .refusal();
    }
    return usable.getFirst();
  }

  /** All that Meta hears a dataset's calls by. */
  private static List<Object> voice(Dataset dataset) {
    return List.of(
        dataset.credentials(),
        dataset.delivery().wire(),
        Optional.ofNullable(dataset.delivery().apiVersion()));
  }

  private String admitted(String dataset, @Nullable String key, Scope scope) {
    admission.admit(key, scope, dataset);
    return dataset;
  }

  private static Stream<String> ofSpecs(JsonNode specs) {
    return specs
        .valueStream()
        .map(spec -> spec.path("dataset"))
        .flatMap(ids -> ids.isArray() ? ids.valueStream() : Stream.of(ids))
        .map(id -> id.asString(""));
  }

  private static String required(String name, GraphCall call) {
    String text = call.parameter(name);
    if (text == null) {
      throw GraphError.invalidParameter("The parameter " + name + " is required").refusal();
    }
    return text;
  }
}
