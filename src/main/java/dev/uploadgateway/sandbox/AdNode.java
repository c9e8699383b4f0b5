package dev.uploadgateway.sandbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /{ad}} (Marketing API, "Ad"): of the fields that are asked for those that there is
 * something to say of. A field that ads do not have is refused by its name, as Meta does.
 */
final class AdNode {

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "account_id",
          "ad_active_time",
          "ad_review_feedback",
          "ad_schedule_end_time",
          "ad_schedule_start_time",
          "adlabels",
          "adset",
          "adset_id",
          "bid_amount",
          "bid_info",
          "bid_type",
          "campaign",
          "campaign_id",
          "configured_status",
          "conversion_domain",
          "conversion_specs",
          "created_time",
          "creative",
          "demolink_hash",
          "display_sequence",
          "effective_status",
          "engagement_audience",
          "failed_delivery_checks",
          "issues_info",
          "last_updated_by_app_id",
          "name",
          "preview_shareable_link",
          "priority",
          "recommendations",
          "source_ad",
          "source_ad_id",
          "status",
          "targeting",
          "tracking_and_conversion_with_defaults",
          "tracking_specs",
          "updated_time");

  private AdNode() {}

  static Answer read(Assets.Ad ad, @Nullable String fields) {
    if (fields != null) {
      for (String field : Page.names(fields)) {
        if (!FIELDS.contains(field)) {
          return GraphError.invalidParameter(
                  "Tried accessing nonexisting field (%s) on node type (Ad)".formatted(field))
              .answer();
        }
      }
    }
    return Answer.ok(Page.only(describe(ad), fields));
  }

  /** Here every ad has an ad set and a campaign of its own. */
  static ObjectNode describe(Assets.Ad ad) {
    ObjectNode row =
        Answer.object()
            .put("id", ad.id())
            .put("account_id", ad.account())
            .put("campaign_id", "7" + ad.id())
            .put("adset_id", "8" + ad.id())
            .put("name", "Ad " + ad.id())
            .put("status", "ACTIVE");
    row.set("tracking_specs", ad.trackingSpecs());
    return row;
  }
}
