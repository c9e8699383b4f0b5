package dev.uploadgateway.matchkey;

import java.util.Locale;

/** Why an identifier is not sent. The event lives on if others remain. */
public enum DropReason {
  EMPTY("Nothing is left of it without blanks and punctuation."),
  TOO_LONG("It is longer than any value of its kind."),
  MALFORMED_TEXT(
      "It contains half a character (an unpaired UTF-16 surrogate), or U+FFFD in the place of one."),
  NOT_SHA256("It looks like a hash, but not like SHA-256, and Meta takes no other."),
  HASH_OF_NOTHING("It is the SHA-256 of an empty text, which all empty fields share."),
  NOT_AN_EMAIL("An e-mail address has one @ and a domain with a dot, and no spaces."),
  VANITY_PHONE("The phone number has letters in place of digits."),
  PHONE_TOO_SHORT("The phone number has fewer than 7 digits with its country code."),
  PHONE_TOO_LONG("The phone number has more than 15 digits with its country code."),
  UNKNOWN_COUNTRY("It is neither an ISO 3166 code nor a known name of a country."),
  NOT_A_GENDER("Meta knows two genders, f and m, and it names neither."),
  NOT_A_DATE("It is not a date of the calendar, or not a part of one."),
  TWO_DIGIT_YEAR("Its year has two digits, and the century is anyone's guess."),
  DATE_OUT_OF_RANGE("A birth date lies between 1900 and today."),
  NOT_A_POSTAL_CODE("It has too few characters for a postal code."),
  NOT_AN_ADVERTISER_ID("A mobile advertiser id is a UUID with its hyphens."),
  ADVERTISER_ID_OFF("It is the advertiser id of all zeros, of devices that refuse to be tracked."),
  NOT_A_LEAD_ID("A lead id consists of digits."),
  NOT_AN_IP_ADDRESS("It is neither an IPv4 nor an IPv6 address."),
  UNKNOWN_TO_THE_API("The generation of Meta's API that the dataset speaks does not know it."),
  ONE_VALUE_ONLY("Meta takes one value of it, and an earlier one can be used.");

  private final String code = name().toLowerCase(Locale.ROOT);
  private final String sentence;

  DropReason(String sentence) {
    this.sentence = sentence;
  }

  /** Stable and short, such as {@code not_an_email}: for answers, tables and metrics. */
  public String code() {
    return code;
  }

  /** The same in words; it never contains the value. */
  public String sentence() {
    return sentence;
  }
}
