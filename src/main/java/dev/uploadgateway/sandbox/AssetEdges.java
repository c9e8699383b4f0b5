package dev.uploadgateway.sandbox;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The edges that administer datasets, today's and those of the discontinued event sets (Marketing
 * API references of Business, AdsPixel and OfflineConversionDataSet): create, list, assign, share,
 * and an ad's tracking specs. What was not created here is refused.
 */
final class AssetEdges {

  private final Assets assets;
  private final ConversionEdges conversions;
  private final InsightsEdge insights;

  AssetEdges(Ledger ledger, InstantSource clock) {
    this.assets = new Assets(clock);
    this.conversions = new ConversionEdges(assets);
    this.insights = new InsightsEdge(assets, ledger, clock);
  }

  /** The answer; null where none of these edges is meant. */
  synchronized @Nullable Answer answer(String method, Route route, GraphRequest request) {
    String edge = route.edge();
    boolean isNode = edge.isEmpty();
    boolean aboutAnAd = isNode && assets.ad(route.object()) != null;
    boolean asksForSpecs = String.valueOf(request.parameter("fields")).contains("tracking_specs");
    if (isNode && method.equals("GET") && !aboutAnAd && !asksForSpecs && !isCreated(route)) {
      return null;
    }
    GraphError refusal = CallRules.access(route, request);
    if (refusal != null) {
      return refusal.answer();
    }
    return switch (method + " " + edge) {
      case "POST ads_dataset", "POST adspixels" -> create(route, request, false);
      case "GET ads_dataset", "GET adspixels" -> list(route, request, false);
      case "POST offline_conversion_data_sets" -> create(route, request, true);
      case "GET offline_conversion_data_sets" -> list(route, request, true);
      case "POST shared_accounts", "POST adaccounts" -> assign(route, request);
      case "GET shared_accounts", "GET adaccounts" -> accounts(route, request);
      case "POST agencies" -> share(route, request);
      case "GET agencies" -> agencies(route, request);
      case "POST " -> track(route, request);
      case "GET " -> node(route, request);
      case "POST customconversions" -> conversions.create(route, request);
      case "GET customconversions" -> conversions.list(route, request);
      case "GET insights" -> insights.read(route, request);
      default -> null;
    };
  }

  private boolean isCreated(Route route) {
    return assets.dataset(route.object()) != null;
  }

  private Answer create(Route route, GraphRequest request, boolean eventSet) {
    String name = request.parameter("name");
    String description = request.parameter("description");
    if (name == null || name.isBlank()) {
      return GraphError.invalidParameter("The parameter name is required").answer();
    }
    if (description != null && !eventSet) {
      return GraphError.invalidParameter("Unexpected key \"description\" on param").answer();
    }
    Assets.Dataset created =
        assets.create(new Assets.Origin(route.object(), eventSet, name, description));
    return Answer.ok(Answer.object().put("id", created.id()));
  }

  private Answer list(Route route, GraphRequest request, boolean eventSets) {
    List<ObjectNode> rows =
        assets.datasetsOf(route.object(), eventSets).stream().map(AssetEdges::describe).toList();
    return Page.of(rows, request, route);
  }

  private static ObjectNode describe(Assets.Dataset dataset) {
    ObjectNode row = Answer.object().put("id", dataset.id()).put("name", dataset.origin().name());
    if (dataset.origin().eventSet()) {
      row.put("description", dataset.origin().description());
    } else {
      row.put("is_consolidated_container", true);
    }
    row.putObject("owner_business").put("id", dataset.origin().business());
    return row;
  }

  private Answer assign(Route route, GraphRequest request) {
    Assets.Dataset dataset = assets.dataset(route.object());
    if (dataset == null) {
      return GraphError.unknownObject(route.object()).answer();
    }
    if (isOfTheOtherKind(dataset, route)) {
      return GraphError.noSuchEdge(route.edge()).answer();
    }
    String account = request.parameter("account_id");
    String business = request.parameter("business");
    if (account == null || !account.matches("\\d{1,20}") || business == null) {
      return GraphError.invalidParameter("The parameters account_id and business are required")
          .answer();
    }
    // "the business in the call has to have access to the offline event set"
    if (!dataset.isKnownTo(business)) {
      return GraphError.permission("The business has no access to the dataset").answer();
    }
    dataset.accounts().computeIfAbsent(account, none -> new LinkedHashSet<>()).add(business);
    return Answer.ok(Answer.object().put("success", true));
  }

  private Answer accounts(Route route, GraphRequest request) {
    Assets.Dataset dataset = assets.dataset(route.object());
    if (dataset == null) {
      return GraphError.unknownObject(route.object()).answer();
    }
    if (isOfTheOtherKind(dataset, route)) {
      return GraphError.noSuchEdge(route.edge()).answer();
    }
    String business = request.parameter("business");
    if (business == null && !dataset.origin().eventSet()) {
      return GraphError.invalidParameter("The parameter business is required").answer();
    }
    List<ObjectNode> rows =
        dataset.accounts().entrySet().stream()
            .filter(account -> business == null || account.getValue().contains(business))
            .map(account ->
                Answer.object()
                    .put("account_id", account.getKey())
                    .put("id", "act_" + account.getKey()))
            .toList();
    return Page.of(rows, request, route);
  }

  private static boolean isOfTheOtherKind(Assets.Dataset dataset, Route route) {
    return dataset.origin().eventSet() != route.edge().equals("adaccounts");
  }

  private Answer share(Route route, GraphRequest request) {
    Assets.Dataset dataset = assets.dataset(route.object());
    if (dataset == null) {
      return GraphError.unknownObject(route.object()).answer();
    }
    String business = request.parameter("business");
    if (business == null || !business.matches("\\d{1,20}")) {
      return GraphError.invalidParameter("The parameter business is required").answer();
    }
    Set<String> tasks = Set.of("ADVERTISE", "ANALYZE", "EDIT", "UPLOAD");
    JsonNode permitted = json(request.parameter("permitted_tasks"));
    if (!dataset.origin().eventSet()
        && (permitted == null
            || !permitted.isArray()
            || permitted.isEmpty()
            || !permitted.valueStream().allMatch(task -> tasks.contains(task.asString(""))))) {
      return GraphError.invalidParameter("The parameter permitted_tasks is required").answer();
    }
    dataset.agencies().add(business);
    return Answer.ok(Answer.object().put("success", true));
  }

  private Answer agencies(Route route, GraphRequest request) {
    Assets.Dataset dataset = assets.dataset(route.object());
    if (dataset == null) {
      return GraphError.unknownObject(route.object()).answer();
    }
    List<ObjectNode> rows =
        dataset.agencies().stream()
            .map(id -> Answer.object().put("id", id).put("name", "Business " + id))
            .toList();
    return Page.of(rows, request, route);
  }

  /** Overwrites, as Meta does ("Set Ad Tracking"). */
  private Answer track(Route route, GraphRequest request) {
    Assets.Ad ad = assets.ad(route.object());
    if (ad == null) {
      return GraphError.unknownObject(route.object()).answer();
    }
    JsonNode specs = json(request.parameter("tracking_specs"));
    if (!(specs instanceof ArrayNode list)
        || !list.valueStream().allMatch(spec -> spec.has("action.type"))) {
      return GraphError.invalidParameter(
              "param tracking_specs must be an array of specs with an action.type")
          .answer();
    }
    Assets.Ad changed = new Assets.Ad(ad.id(), ad.account(), list);
    for (String dataset : changed.datasets()) {
      if (assets.dataset(dataset) == null) {
        return GraphError.unknownObject(dataset).answer();
      }
    }
    assets.put(changed);
    return Answer.ok(Answer.object().put("success", true));
  }

  private Answer node(Route route, GraphRequest request) {
    Assets.Ad ad = assets.ad(route.object());
    Assets.Dataset dataset = assets.dataset(route.object());
    String fields = request.parameter("fields");
    if (ad != null) {
      return AdNode.read(ad, fields);
    }
    return dataset == null
        ? GraphError.unknownObject(route.object()).answer()
        : Answer.ok(Page.only(describe(dataset), fields));
  }

  /** Makes an ad, or another of one: nobody creates ads through the gateway. */
  synchronized ObjectNode placeAd(JsonNode order) {
    String id = order.path("id").asString("");
    String account = order.path("account_id").asString("");
    if (!id.matches("\\d{1,20}") || !account.matches("\\d{1,20}")) {
      throw new IllegalArgumentException("An ad takes an id and an account_id in digits");
    }
    ArrayNode specs =
        order.path("tracking_specs") instanceof ArrayNode given
            ? given
            : Answer.object().arrayNode();
    Assets.Ad ad = new Assets.Ad(id, account, specs);
    assets.put(ad);
    return AdNode.describe(ad);
  }

  synchronized void clear() {
    assets.clear();
  }

  static @Nullable JsonNode json(@Nullable String text) {
    try {
      return text == null ? null : JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      return null; // as good as not given
    }
  }
}
