package dev.uploadgateway.setup;

import dev.uploadgateway.dataset.Wire;

/**
 * Where at Meta something is administered: the edge that today's datasets have (Marketing API
 * references of Business and AdsPixel), and the one that event sets had in the discontinued Offline
 * Conversions API. Those of ads and ad accounts never changed.
 */
enum Edge {
  /** Of a business: create and list. */
  DATASETS("ads_dataset", "offline_conversion_data_sets"),
  /** Of a dataset: the ad accounts that may use it. */
  AD_ACCOUNTS("shared_accounts", "adaccounts"),
  /** Of a dataset: the businesses that it is shared with. */
  AGENCIES("agencies", "agencies"),
  /** Of a dataset: what Meta counts of each upload. */
  UPLOADS("offline_event_uploads", "uploads"),
  /** Of a dataset: what Meta counts hour by hour. */
  STATS("stats", "stats"),
  /** Of an ad: itself, with its {@code tracking_specs}. */
  AD("", ""),
  /** Of an ad account. */
  CUSTOM_CONVERSIONS("customconversions", "customconversions"),
  /** Of an ad account. */
  INSIGHTS("insights", "insights");

  private final String today;
  private final String discontinued;

  Edge(String today, String discontinued) {
    this.today = today;
    this.discontinued = discontinued;
  }

  /**
   * The path in the dataset's dialect.
   *
   * @param object the id of the business, dataset or ad, or an ad account's with {@code act_}
   */
  String of(String object, Wire wire) {
    String edge =
        switch (wire) {
          case CONVERSIONS_API -> today;
          case OFFLINE_CONVERSIONS_API -> discontinued;
        };
    return edge.isEmpty() ? object : object + "/" + edge;
  }
}
