package dev.uploadgateway.sandbox;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /act_…/customconversions} ("Custom Conversion" of the Marketing API; "Create Offline
 * Custom Conversions"). The 40 of an ad account are those of the page of the Offline Conversions
 * API; with which subcode Meta refuses the next is not documented.
 */
final class ConversionEdges {

  private static final int MOST = 40;
  private static final Set<String> TYPES_OF_EVENT_SETS =
      Set.of(
          "ViewContent",
          "Search",
          "AddToCart",
          "AddToWishlist",
          "InitiateCheckout",
          "AddPaymentInfo",
          "Purchase",
          "Lead",
          "CompleteRegistration",
          "Other");
  private static final Set<String> TYPES =
      Set.of(
          "ADD_PAYMENT_INFO",
          "ADD_TO_CART",
          "ADD_TO_WISHLIST",
          "COMPLETE_REGISTRATION",
          "CONTACT",
          "CONTENT_VIEW",
          "CUSTOMIZE_PRODUCT",
          "DONATE",
          "FACEBOOK_SELECTED",
          "FIND_LOCATION",
          "INITIATED_CHECKOUT",
          "LEAD",
          "LISTING_INTERACTION",
          "OTHER",
          "PURCHASE",
          "SCHEDULE",
          "SEARCH",
          "START_TRIAL",
          "SUBMIT_APPLICATION",
          "SUBSCRIBE");
  private static final Set<String> NUMERIC = Set.of("lt", "lte", "gt", "gte");
  private static final Set<String> LISTS =
      Set.of("is_any", "i_is_any", "is_not_any", "i_is_not_any");
  private static final Set<String> TEXTUAL =
      Set.of(
          "eq",
          "neq",
          "contains",
          "i_contains",
          "not_contains",
          "i_not_contains",
          "starts_with",
          "i_starts_with",
          "regex_match");

  private final Assets assets;

  ConversionEdges(Assets assets) {
    this.assets = assets;
  }

  Answer create(Route route, GraphRequest request) {
    String account = account(route);
    if (account == null) {
      return GraphError.unknownObject(route.object()).answer();
    }
    String problem = problem(request);
    if (problem != null) {
      return GraphError.invalidParameter(problem).answer();
    }
    String source = String.valueOf(request.parameter("event_source_id"));
    Assets.Dataset dataset = assets.dataset(source);
    if (dataset == null) {
      return GraphError.unknownObject(source).answer();
    }
    String type = String.valueOf(request.parameter("custom_event_type"));
    if (!(dataset.origin().eventSet() ? TYPES_OF_EVENT_SETS : TYPES).contains(type)) {
      return GraphError.invalidParameter("param custom_event_type must be one of Meta's").answer();
    }
    List<ObjectNode> existing = assets.conversionsOf(account);
    if (existing.size() >= MOST) {
      return GraphError.invalidParameter("The ad account has its " + MOST + " custom conversions")
          .answer();
    }
    ObjectNode created =
        Answer.object()
            .put("id", assets.nextId())
            .put("name", request.parameter("name"))
            .put("custom_event_type", type)
            .put("rule", request.parameter("rule"))
            .put("event_source_id", source)
            .put("account_id", account)
            .put("is_archived", false);
    existing.add(created);
    return Answer.ok(Answer.object().put("id", created.path("id").asString()));
  }

  Answer list(Route route, GraphRequest request) {
    String account = account(route);
    return account == null
        ? GraphError.unknownObject(route.object()).answer()
        : Page.of(assets.conversionsOf(account), request, route);
  }

  static @Nullable String account(Route route) {
    return route.object().matches("act_\\d{1,20}") ? route.object().substring(4) : null;
  }

  private static @Nullable String problem(GraphRequest request) {
    String name = request.parameter("name");
    if (name == null || name.isBlank()) {
      return "The parameter name is required";
    }
    JsonNode rule = AssetEdges.json(request.parameter("rule"));
    return rule != null && isRule(rule) ? null : "The rule is invalid";
  }

  private static boolean isRule(JsonNode rule) {
    if (!rule.isObject() || rule.size() != 1) {
      return false;
    }
    String name = rule.propertyNames().iterator().next();
    JsonNode inner = rule.path(name);
    return switch (name) {
      case "and", "or" ->
          inner.isArray()
              && !inner.isEmpty()
              && inner.valueStream().allMatch(ConversionEdges::isRule);
      case "not" -> isRule(inner);
      default -> inner.isObject() && inner.size() == 1 && isComparison(inner);
    };
  }

  private static boolean isComparison(JsonNode comparison) {
    String operator = comparison.propertyNames().iterator().next();
    JsonNode operand = comparison.path(operator);
    return NUMERIC.contains(operator)
        ? operand.asString("").matches("-?\\d+(\\.\\d+)?")
        : LISTS.contains(operator)
            ? operand.isArray() && !operand.isEmpty()
            : TEXTUAL.contains(operator) && operand.isValueNode() && !operand.isNull();
  }
}
