package dev.uploadgateway.sandbox;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The two shapes of an event at one edge. The Conversions API's is documented in "Customer
 * Information Parameters" and "Using the API"; the Offline Conversions API's in its own page
 * ("Upload Offline Events", "Match Keys"), the short names of split names and birthdays in Meta's
 * archived offline uploader.
 */
// Its sets come from Set.of, which the checker cannot see
@SuppressWarnings("ImmutableEnumChecker")
enum Dialect {
  CONVERSIONS_API(
      "user_data",
      1000,
      Set.of(
          "em", "ph", "fn", "ln", "db", "ge", "ct", "st", "zp", "country", "f5first", "f5last",
          "fi", "dobd", "dobm", "doby"),
      Set.of("external_id"),
      Set.of(
          "madid",
          "lead_id",
          "client_ip_address",
          "client_user_agent",
          "fbc",
          "fbp",
          "subscription_id",
          "fb_login_id",
          "anon_id",
          "page_id",
          "page_scoped_user_id",
          "ctwa_clid",
          "ig_account_id",
          "ig_sid",
          "whatsapp_business_account_id")),
  OFFLINE_CONVERSIONS_API(
      "match_keys",
      2000,
      Set.of(
          "email", "phone", "fn", "ln", "db", "gen", "ct", "st", "zip", "country", "f5first",
          "f5last", "fi", "dobd", "dobm", "doby"),
      Set.of("external_id", "extern_id"),
      Set.of("madid", "lead_id", "client_ip_address", "appuid", "pageuid"));

  private final String customer;
  private final int maxEvents;
  private final Set<String> hashed;
  private final Set<String> eitherWay;
  private final Set<String> plain;

  Dialect(
      String customer,
      int maxEvents,
      Set<String> hashed,
      Set<String> eitherWay,
      Set<String> plain) {
    this.customer = customer;
    this.maxEvents = maxEvents;
    this.hashed = hashed;
    this.eitherWay = eitherWay;
    this.plain = plain;
  }

  /**
   * The dialect of all these events, or null where they are mixed. Events that tell nothing count
   * as Conversions API.
   */
  static @Nullable Dialect of(List<Event> events) {
    boolean conversions = false;
    boolean offline = false;
    for (Event event : events) {
      conversions |= event.json().has("user_data");
      offline |= event.json().has("match_keys") || event.json().has("extern_id");
    }
    if (conversions && offline) {
      return null;
    }
    return offline ? OFFLINE_CONVERSIONS_API : CONVERSIONS_API;
  }

  /** The member of an event that holds who the customer is. */
  String customer() {
    return customer;
  }

  int maxEvents() {
    return maxEvents;
  }

  boolean mustBeHashed(String key) {
    return hashed.contains(key);
  }

  boolean mustBePlain(String key) {
    return plain.contains(key);
  }

  boolean knows(String key) {
    return hashed.contains(key) || eitherWay.contains(key) || plain.contains(key);
  }

  /** The object that holds value, currency, order id, item number and contents. */
  JsonNode sale(JsonNode event) {
    return this == CONVERSIONS_API ? event.path("custom_data") : event;
  }

  /**
   * Whether Meta treats this event as one from a store: 62 days to send it, and deduplication by
   * order.
   */
  boolean isOffline(JsonNode event) {
    return this == OFFLINE_CONVERSIONS_API
        || event.path("action_source").asString("").equals("physical_store");
  }
}
