package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.util.Locale;

/**
 * The rule by which a value is read ("Customer Information Parameters"). Blanks around it never
 * count.
 */
public enum KeyRule {
  ALREADY_HASHED("It is a hash already: SHA-256 is sent in lower case and never hashed again."),
  EMAIL("In lower case; its dots and its +tag stay."),
  PHONE(
      "The digits of the international number, with its country code and without leading zeros; a"
          + " national number gets the code of the customer's country, or else the dataset's."),
  LETTERS("In lower case, without blanks, punctuation and symbols; accents stay."),
  FIRST_LETTER("As the name, its first letter only."),
  FIRST_FIVE_LETTERS("As the name, its first five letters only."),
  BIRTH_DATE("YYYYMMDD; the dataset's date_order decides what can be read in two ways."),
  BIRTH_YEAR("Four digits."),
  BIRTH_MONTH("Two digits, 01 to 12; year, month and day are sent as one birth date."),
  BIRTH_DAY("Two digits, 01 to 31; year, month and day are sent as one birth date."),
  GENDER("f or m."),
  STATE("In the United States its two letters; elsewhere in lower case, letters only."),
  POSTAL_CODE("In lower case, without blanks and dashes; in the United States five digits."),
  COUNTRY("The two letters of ISO 3166, in lower case."),
  EXTERNAL_ID("As it came, since it has to be the same in every channel."),
  ADVERTISER_ID("A UUID in lower case, never hashed."),
  LEAD_ID("Digits, never hashed."),
  IP_ADDRESS("An IPv4 or IPv6 address, never hashed."),
  AS_IT_CAME("As it came, never hashed.");

  private final String sentence;

  KeyRule(String sentence) {
    this.sentence = sentence;
  }

  /** Stable and short, such as {@code postal_code}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same in words. */
  public String sentence() {
    return sentence;
  }

  /** The rule for raw values of that identifier. */
  static KeyRule of(Identifier identifier) {
    return switch (identifier) {
      case EMAIL -> EMAIL;
      case PHONE -> PHONE;
      case FIRST_NAME, LAST_NAME, CITY -> LETTERS;
      case FIRST_INITIAL -> FIRST_LETTER;
      case FIRST_NAME_START, LAST_NAME_START -> FIRST_FIVE_LETTERS;
      case BIRTH_DATE -> BIRTH_DATE;
      case BIRTH_YEAR -> BIRTH_YEAR;
      case BIRTH_MONTH -> BIRTH_MONTH;
      case BIRTH_DAY -> BIRTH_DAY;
      case GENDER -> GENDER;
      case STATE -> STATE;
      case ZIP -> POSTAL_CODE;
      case COUNTRY -> COUNTRY;
      case EXTERNAL_ID -> EXTERNAL_ID;
      case MOBILE_ADVERTISER_ID -> ADVERTISER_ID;
      case LEAD_ID -> LEAD_ID;
      case CLIENT_IP_ADDRESS -> IP_ADDRESS;
      case CLIENT_USER_AGENT,
          CLICK_ID,
          BROWSER_ID,
          SUBSCRIPTION_ID,
          LOGIN_ID,
          INSTALL_ID,
          PAGE_ID,
          PAGE_SCOPED_USER_ID,
          MESSAGING_CLICK_ID,
          INSTAGRAM_ACCOUNT_ID,
          INSTAGRAM_SCOPED_ID,
          WHATSAPP_ACCOUNT_ID,
          APP_USER_ID,
          PAGE_USER_ID ->
          AS_IT_CAME;
    };
  }
}
