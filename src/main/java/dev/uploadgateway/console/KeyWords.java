package dev.uploadgateway.console;

import dev.uploadgateway.conversion.Identifier;

/** Identifiers of people, as people call them. */
final class KeyWords {

  private KeyWords() {}

  /**
   * @param name in either of Meta's APIs; one that is none is returned as it is
   */
  static String of(String name) {
    Identifier identifier = Identifier.named(name);
    return identifier == null ? name : of(identifier);
  }

  static String of(Identifier identifier) {
    return switch (identifier) {
      case EMAIL -> "E-mail address";
      case PHONE -> "Telephone";
      case FIRST_NAME -> "First name";
      case LAST_NAME -> "Last name";
      case FIRST_INITIAL -> "First initial";
      case BIRTH_DATE -> "Date of birth";
      case BIRTH_YEAR -> "Year of birth";
      case BIRTH_MONTH -> "Month of birth";
      case BIRTH_DAY -> "Day of birth";
      case GENDER -> "Gender";
      case CITY -> "City";
      case STATE -> "State or region";
      case ZIP -> "Postal code";
      case COUNTRY -> "Country";
      case EXTERNAL_ID -> "Customer number";
      case MOBILE_ADVERTISER_ID -> "Mobile advertiser id";
      case LEAD_ID -> "Lead id";
      case CLIENT_IP_ADDRESS -> "IP address";
      case CLIENT_USER_AGENT -> "Browser (user agent)";
      case CLICK_ID -> "Click id (fbc)";
      case BROWSER_ID -> "Browser id (fbp)";
      default -> identifier.offlineName();
    };
  }
}
