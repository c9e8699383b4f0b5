package dev.uploadgateway.conversion;

import static dev.uploadgateway.conversion.Identifier.Form.HASHED;
import static dev.uploadgateway.conversion.Identifier.Form.PLAIN;
import static dev.uploadgateway.conversion.Identifier.KnownTo.CONVERSIONS_API;
import static dev.uploadgateway.conversion.Identifier.KnownTo.OFFLINE_CONVERSIONS_API;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind of identifier that Meta matches customers on, with its name in both generations of the
 * API: {@code user_data} of the Conversions API ("Customer Information Parameters") and {@code
 * match_keys} of the Offline Conversions API.
 */
public enum Identifier {
  EMAIL("em", "email", HASHED),
  PHONE("ph", "phone", HASHED),
  FIRST_NAME("fn", "fn", HASHED),
  LAST_NAME("ln", "ln", HASHED),
  FIRST_INITIAL("fi", "fi", HASHED),
  FIRST_NAME_START("f5first", "f5first", HASHED),
  LAST_NAME_START("f5last", "f5last", HASHED),
  BIRTH_DATE("db", "db", HASHED),
  BIRTH_YEAR("doby", "doby", HASHED),
  BIRTH_MONTH("dobm", "dobm", HASHED),
  BIRTH_DAY("dobd", "dobd", HASHED),
  GENDER("ge", "gen", HASHED),
  CITY("ct", "ct", HASHED),
  STATE("st", "st", HASHED),
  ZIP("zp", "zip", HASHED),
  COUNTRY("country", "country", HASHED),
  /** Hashed or plain as the dataset is set: it only has to be the same in every channel. */
  EXTERNAL_ID("external_id", "extern_id", HASHED),
  MOBILE_ADVERTISER_ID("madid", "madid", PLAIN),
  LEAD_ID("lead_id", "lead_id", PLAIN),
  CLIENT_IP_ADDRESS("client_ip_address", "client_ip_address", PLAIN),
  CLIENT_USER_AGENT("client_user_agent", CONVERSIONS_API),
  CLICK_ID("fbc", CONVERSIONS_API),
  BROWSER_ID("fbp", CONVERSIONS_API),
  SUBSCRIPTION_ID("subscription_id", CONVERSIONS_API),
  LOGIN_ID("fb_login_id", CONVERSIONS_API),
  INSTALL_ID("anon_id", CONVERSIONS_API),
  PAGE_ID("page_id", CONVERSIONS_API),
  PAGE_SCOPED_USER_ID("page_scoped_user_id", CONVERSIONS_API),
  MESSAGING_CLICK_ID("ctwa_clid", CONVERSIONS_API),
  INSTAGRAM_ACCOUNT_ID("ig_account_id", CONVERSIONS_API),
  INSTAGRAM_SCOPED_ID("ig_sid", CONVERSIONS_API),
  WHATSAPP_ACCOUNT_ID("whatsapp_business_account_id", CONVERSIONS_API),
  APP_USER_ID("appuid", OFFLINE_CONVERSIONS_API),
  PAGE_USER_ID("pageuid", OFFLINE_CONVERSIONS_API);

  /** How an identifier travels to Meta. */
  public enum Form {
    /** As SHA-256 of its normalized form, 64 lowercase hex digits. */
    HASHED,
    /** As it is: Meta asks not to hash it. */
    PLAIN
  }

  /**
   * Which generation of the API documents an identifier; whoever sends it to another is refused.
   */
  public enum KnownTo {
    BOTH,
    CONVERSIONS_API,
    OFFLINE_CONVERSIONS_API
  }

  private static final Map<String, Identifier> BY_NAME = new HashMap<>();

  static {
    for (Identifier identifier : values()) {
      BY_NAME.put(identifier.key, identifier);
      BY_NAME.put(identifier.offlineName, identifier);
    }
  }

  private final String key;
  private final String offlineName;
  private final Form form;
  private final KnownTo knownTo;

  Identifier(String key, String offlineName, Form form) {
    this(key, offlineName, form, KnownTo.BOTH);
  }

  /** What only one generation knows is never hashed, and has one name. */
  Identifier(String name, KnownTo knownTo) {
    this(name, name, PLAIN, knownTo);
  }

  Identifier(String key, String offlineName, Form form, KnownTo knownTo) {
    this.key = key;
    this.offlineName = offlineName;
    this.form = form;
    this.knownTo = knownTo;
  }

  /** Its name in the Conversions API's {@code user_data}. */
  public String key() {
    return key;
  }

  /** Its name in the Offline Conversions API's {@code match_keys}. */
  public String offlineName() {
    return offlineName;
  }

  public Form form() {
    return form;
  }

  public KnownTo knownTo() {
    return knownTo;
  }

  /**
   * The identifier of that name in either generation of the API, or null where neither knows it.
   */
  public static @Nullable Identifier named(String name) {
    return BY_NAME.get(name);
  }
}
