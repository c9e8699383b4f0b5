package dev.uploadgateway.conversion;

import static dev.uploadgateway.conversion.Identifier.Form.HASHED;
import static dev.uploadgateway.conversion.Identifier.Form.PLAIN;

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
  CLIENT_USER_AGENT("client_user_agent", "client_user_agent", PLAIN),
  CLICK_ID("fbc", "fbc", PLAIN),
  BROWSER_ID("fbp", "fbp", PLAIN),
  SUBSCRIPTION_ID("subscription_id", "subscription_id", PLAIN),
  LOGIN_ID("fb_login_id", "fb_login_id", PLAIN),
  INSTALL_ID("anon_id", "anon_id", PLAIN),
  PAGE_ID("page_id", "page_id", PLAIN),
  PAGE_SCOPED_USER_ID("page_scoped_user_id", "page_scoped_user_id", PLAIN),
  MESSAGING_CLICK_ID("ctwa_clid", "ctwa_clid", PLAIN),
  INSTAGRAM_ACCOUNT_ID("ig_account_id", "ig_account_id", PLAIN),
  INSTAGRAM_SCOPED_ID("ig_sid", "ig_sid", PLAIN),
  WHATSAPP_ACCOUNT_ID("whatsapp_business_account_id", "whatsapp_business_account_id", PLAIN),
  /**
   * App- and page-scoped user ids exist in the Offline Conversions API only, but pass through
   * either.
   */
  APP_USER_ID("appuid", "appuid", PLAIN),
  PAGE_USER_ID("pageuid", "pageuid", PLAIN);

  /** How an identifier travels to Meta. */
  public enum Form {
    /** As SHA-256 of its normalized form, 64 lowercase hex digits. */
    HASHED,
    /** As it is: Meta asks not to hash it. */
    PLAIN
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

  Identifier(String key, String offlineName, Form form) {
    this.key = key;
    this.offlineName = offlineName;
    this.form = form;
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

  /**
   * The identifier of that name in either generation of the API, or null where neither knows it.
   */
  public static @Nullable Identifier named(String name) {
    return BY_NAME.get(name);
  }
}
