package dev.uploadgateway.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is asked of an ad account's insights ("Insights and Attribution"; Insights API), checked.
 *
 * @param parameters as Meta takes them
 * @param after where to go on in a list that was cut; null from the start
 */
record InsightsQuery(String account, Map<String, String> parameters, @Nullable String after) {

  static final List<String> LEVELS = List.of("ad", "adset", "campaign", "account");

  static final List<String> DATE_PRESETS =
      List.of(
          "today",
          "yesterday",
          "this_month",
          "last_month",
          "this_quarter",
          "last_quarter",
          "this_year",
          "last_year",
          "last_3d",
          "last_7d",
          "last_14d",
          "last_28d",
          "last_30d",
          "last_90d",
          "this_week_mon_today",
          "this_week_sun_today",
          "last_week_mon_sun",
          "last_week_sun_sat",
          "maximum",
          "data_maximum");

  /** Names of the page of the Offline Conversions API, and what they are called today. */
  private static final Map<String, String> FORMER_PRESETS =
      Map.of(
          "lifetime", "maximum",
          "last_7_days", "last_7d",
          "last_14_days", "last_14d",
          "last_28_days", "last_28d",
          "last_30_days", "last_30d",
          "last_90_days", "last_90d");

  /**
   * 28 days, as that page advises: an offline conversion is attributed after more than a day, and
   * in a window of one nothing would be seen. Others report that Meta emptied 28 days after a view
   * in January 2026; its SDKs still know the name, and 28 days after a click go on.
   */
  static final String WINDOWS = "[\"28d_view\",\"28d_click\"]";

  private static final Map<String, String> FIELDS_OF_LEVEL =
      Map.of(
          "ad", "ad_id,ad_name,",
          "adset", "adset_id,adset_name,",
          "campaign", "campaign_id,campaign_name,",
          "account", "account_id,");

  private static final Set<String> LISTS =
      Set.of("fields", "action_breakdowns", "breakdowns", "action_attribution_windows");
  static final Set<String> KNOWN =
      Set.of(
          "account_id",
          "fields",
          "action_breakdowns",
          "breakdowns",
          "level",
          "date_preset",
          "time_range",
          "time_increment",
          "action_attribution_windows",
          "limit",
          "after");

  /** Meta refuses to put more together at once where a row is costly. */
  private static final int LARGEST_PAGE = 1_000;

  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  InsightsQuery {
    parameters = Map.copyOf(parameters);
  }

  static InsightsQuery of(Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!KNOWN.contains(name)) {
        throw Given.invalid(name.replaceAll("[^a-z_]", ""), "is unknown here");
      }
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    String level = Given.oneOf("level", given.getOrDefault("level", "account"), LEVELS);
    parameters.put("level", level);
    parameters.put("action_attribution_windows", WINDOWS);
    parameters.put(
        "fields", json(FIELDS_OF_LEVEL.get(level) + "impressions,clicks,actions,action_values"));
    given.forEach((name, value) -> {
      if (LISTS.contains(name)) {
        parameters.put(name, json(String.join(",", Given.names(name, value))));
      }
    });
    putTimes(parameters, given);
    String limit = given.get("limit");
    if (limit != null) {
      parameters.put("limit", pageSize(limit));
    }
    return new InsightsQuery(
        Given.account(given.get("account_id")), parameters, given.get("after"));
  }

  private static void putTimes(Map<String, String> parameters, Map<String, String> given) {
    String range = given.get("time_range");
    String preset = given.get("date_preset");
    if (range != null && preset != null) {
      throw Given.invalid("date_preset", "goes without time_range");
    }
    if (range != null) {
      parameters.put("time_range", range(range));
    } else if (preset != null) {
      String today = FORMER_PRESETS.getOrDefault(preset, preset);
      parameters.put("date_preset", Given.oneOf("date_preset", today, DATE_PRESETS));
    }
    String increment = given.get("time_increment");
    if (increment != null) {
      parameters.put(
          "time_increment",
          increment.equals("monthly") || increment.equals("all_days")
              ? increment
              : number("time_increment", increment));
    }
  }

  private static String range(String given) {
    try {
      JsonNode range = JsonMapper.shared().readTree(given);
      String since = range.path("since").asString("");
      String until = range.path("until").asString("");
      if (DAY.matcher(since).matches() && DAY.matcher(until).matches()) {
        return "{\"since\":\"%s\",\"until\":\"%s\"}".formatted(since, until);
      }
    } catch (JacksonException e) {
      // said below: not JSON is no range either
    }
    throw Given.invalid("time_range", "takes {\"since\":\"2026-01-01\",\"until\":\"2026-01-31\"}");
  }

  /**
   * Meta's {@code limit} is the size of a page. All pages are asked for in any case, and each is a
   * call that Meta counts: so a small one would only make many of them.
   */
  private static String pageSize(String given) {
    if (!given.matches("[1-9]\\d{0,8}")) {
      throw Given.invalid("limit", "takes the rows of a page, 1 or more");
    }
    return Integer.toString(Math.clamp(Long.parseLong(given), Graph.PAGE_SIZE, LARGEST_PAGE));
  }

  private static String number(String parameter, String given) {
    if (!given.matches("[1-9]\\d{0,2}")) {
      throw Given.invalid(parameter, "takes 1 to 999");
    }
    return given;
  }

  private static String json(String names) {
    return "[\"" + names.replace(",", "\",\"") + "\"]";
  }
}
