package dev.uploadgateway.facade;

import java.util.Map;
import java.util.Set;

/**
 * Parameters of these edges that Meta acts upon and the gateway does not hand on. Ignoring them
 * would do something else than was asked for. As Meta's SDKs list them.
 */
final class NotHandedOn {

  private static final Map<Edge, Set<String>> PARAMETERS =
      Map.of(
          Edge.CREATE_EVENT_SET,
          Set.of(
              "enable_auto_assign_to_accounts", "auto_assign_to_new_accounts_only", "is_mta_use"),
          Edge.CREATE_DATASET,
          Set.of("ad_account_id", "app_id", "is_crm"),
          Edge.ASSIGN_ACCOUNT,
          Set.of("auto_track_for_ads"),
          Edge.SHARE,
          Set.of("relationship_type", "other_relationship"),
          Edge.TRACK,
          Set.of(
              "ad_schedule_end_time",
              "ad_schedule_start_time",
              "adlabels",
              "adset_spec",
              "audience_id",
              "bid_amount",
              "conversion_domain",
              "creative",
              "creative_asset_groups_spec",
              "display_sequence",
              "draft_adgroup_id",
              "engagement_audience",
              "execution_options",
              "include_demolink_hashes",
              "name",
              "priority",
              "status"),
          Edge.CREATE_CUSTOM_CONVERSION,
          Set.of("advanced_rule", "default_conversion_value", "action_source_type"),
          Edge.INSIGHTS,
          Set.of(
              "action_report_time",
              "default_summary",
              "filtering",
              "product_id_limit",
              "sort",
              "summary",
              "summary_action_breakdowns",
              "time_ranges",
              "use_account_attribution_setting",
              "use_unified_attribution_setting"));

  private NotHandedOn() {}

  /**
   * @throws Refusal if the call has one of them
   */
  static void refuse(Edge edge, GraphCall call) {
    for (String name : PARAMETERS.getOrDefault(edge, Set.of())) {
      if (call.parameter(name) != null) {
        throw GraphError.invalidParameter(
                "The gateway does not hand on the parameter " + name + ": leave it out")
            .refusal();
      }
    }
  }
}
