package dev.uploadgateway.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /act_…/insights}: offline conversions of ads that track a dataset. Who saw an ad nobody
 * knows here: every ad has 1,000 impressions and 10 clicks, and every event of a dataset that it
 * tracks is attributed to it, as long as a window of 28 days is asked for ("Insights and
 * Attribution").
 */
final class InsightsEdge {

  private static final LocalDate FIRST_DAY = LocalDate.of(2015, 1, 1);

  private final Assets assets;
  private final Ledger ledger;
  private final InstantSource clock;

  InsightsEdge(Assets assets, Ledger ledger, InstantSource clock) {
    this.assets = assets;
    this.ledger = ledger;
    this.clock = clock;
  }

  private record Days(LocalDate since, LocalDate until) {}

  private static final class Sum {
    int count;
    BigDecimal value = BigDecimal.ZERO;
  }

  Answer read(Route route, GraphRequest request) {
    String account = ConversionEdges.account(route);
    String level = Objects.requireNonNullElse(request.parameter("level"), "account");
    Days days = days(request);
    if (account == null) {
      return GraphError.unknownObject(route.object()).answer();
    }
    if (!Set.of("ad", "adset", "campaign", "account").contains(level) || days == null) {
      return GraphError.invalidParameter("Invalid level, date_preset or time_range").answer();
    }
    // Here every ad has an ad set and a campaign of its own
    List<List<Assets.Ad>> groups = new ArrayList<>();
    List<Assets.Ad> ads = assets.adsOf(account);
    if (level.equals("account") && !ads.isEmpty()) {
      groups.add(ads);
    } else {
      ads.forEach(ad -> groups.add(List.of(ad)));
    }
    List<ObjectNode> rows =
        groups.stream().map(group -> row(account, group, days, request)).toList();
    return Page.of(rows, withoutFields(request), route);
  }

  private ObjectNode row(String account, List<Assets.Ad> group, Days days, GraphRequest request) {
    Map<String, Sum> sums = isAttributed(request) ? sums(group, days) : Map.of();
    Assets.Ad first = group.getFirst();
    ObjectNode all =
        Answer.object()
            .put("account_id", account)
            .put("campaign_id", "7" + first.id())
            .put("adset_id", "8" + first.id())
            .put("ad_id", first.id())
            .put("ad_name", "Ad " + first.id())
            .put("impressions", Integer.toString(1000 * group.size()))
            .put("clicks", Integer.toString(10 * group.size()));
    ArrayNode actions = all.arrayNode();
    ArrayNode values = all.arrayNode();
    sums.forEach((type, sum) -> {
      actions.add(action(type, Integer.toString(sum.count), request));
      if (sum.value.signum() != 0) {
        values.add(action(type, sum.value.toPlainString(), request));
      }
    });
    all.set("actions", actions);
    all.set("unique_actions", actions);
    all.set("action_values", values);
    ObjectNode row =
        Page.only(
            all, Objects.requireNonNullElse(request.parameter("fields"), "impressions,account_id"));
    for (String list : List.of("actions", "unique_actions", "action_values")) {
      if (row.path(list).isEmpty()) {
        row.remove(list);
      }
    }
    return row.put("date_start", days.since.toString()).put("date_stop", days.until.toString());
  }

  private static ObjectNode action(String type, String value, GraphRequest request) {
    ObjectNode action = Answer.object().put("action_type", type);
    for (JsonNode breakdown : list(request.parameter("action_breakdowns"))) {
      if (!breakdown.asString("").equals("action_type")) {
        action.put(breakdown.asString(""), "unknown");
      }
    }
    action.put("value", value);
    for (JsonNode window : list(request.parameter("action_attribution_windows"))) {
      if (window.asString("").startsWith("28d_")) {
        action.put(window.asString(), value);
      }
    }
    return action;
  }

  private static boolean isAttributed(GraphRequest request) {
    return list(request.parameter("action_attribution_windows"))
        .valueStream()
        .anyMatch(window -> window.asString("").startsWith("28d_"));
  }

  private Map<String, Sum> sums(List<Assets.Ad> group, Days days) {
    Map<String, Sum> sums = new TreeMap<>();
    Set<String> datasets = new TreeSet<>();
    group.forEach(ad -> datasets.addAll(ad.datasets()));
    datasets.removeIf(dataset -> group.stream().noneMatch(ad -> ad.tracks(dataset)));
    for (String dataset : datasets) {
      for (byte[] text : ledger.texts(dataset)) {
        add(JsonMapper.shared().readTree(text), days, sums);
      }
    }
    return sums;
  }

  private static void add(JsonNode event, Days days, Map<String, Sum> sums) {
    LocalDate day =
        Instant.ofEpochSecond(event.path("event_time").longValue())
            .atOffset(ZoneOffset.UTC)
            .toLocalDate();
    if (day.isBefore(days.since) || day.isAfter(days.until)) {
      return;
    }
    String name = event.path("event_name").asString("").replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    JsonNode value =
        event.has("value") ? event.path("value") : event.path("custom_data").path("value");
    for (String type :
        List.of("offline_conversion", "offline_conversion." + name.toLowerCase(Locale.ROOT))) {
      Sum sum = sums.computeIfAbsent(type, none -> new Sum());
      sum.count++;
      sum.value = sum.value.add(value.isNumber() ? value.decimalValue() : BigDecimal.ZERO);
    }
  }

  private @Nullable Days days(GraphRequest request) {
    LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    JsonNode range = AssetEdges.json(request.parameter("time_range"));
    if (range != null) {
      try {
        return new Days(
            LocalDate.parse(range.path("since").asString("")),
            LocalDate.parse(range.path("until").asString("")));
      } catch (DateTimeParseException e) {
        return null; // no range of days
      }
    }
    String preset = Objects.requireNonNullElse(request.parameter("date_preset"), "last_30d");
    if (preset.matches("last_(3|7|14|28|30|90)d(ays)?")) {
      int days = Integer.parseInt(preset.replaceAll("\\D", ""));
      return new Days(today.minusDays(days), today.minusDays(1));
    }
    return switch (preset) {
      case "today" -> new Days(today, today);
      case "yesterday" -> new Days(today.minusDays(1), today.minusDays(1));
      case "this_month" -> new Days(today.withDayOfMonth(1), today);
      case "last_month" -> {
        LocalDate end = today.withDayOfMonth(1).minusDays(1);
        yield new Days(end.withDayOfMonth(1), end);
      }
      case "maximum", "lifetime" -> new Days(FIRST_DAY, today);
      default -> null;
    };
  }

  private static JsonNode list(@Nullable String text) {
    JsonNode list = AssetEdges.json(text);
    return list instanceof ArrayNode ? list : Answer.object().arrayNode();
  }

  /** A row is cut to its fields where it is made: the days are always in it. */
  private static GraphRequest withoutFields(GraphRequest request) {
    Map<String, String> query = new TreeMap<>(request.query());
    query.remove("fields");
    return new GraphRequest(request.headers(), query, request.body(), request.bytes());
  }
}
