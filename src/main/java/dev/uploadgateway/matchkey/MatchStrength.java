package dev.uploadgateway.matchkey;

import static dev.uploadgateway.conversion.Identifier.APP_USER_ID;
import static dev.uploadgateway.conversion.Identifier.BIRTH_DATE;
import static dev.uploadgateway.conversion.Identifier.BROWSER_ID;
import static dev.uploadgateway.conversion.Identifier.CITY;
import static dev.uploadgateway.conversion.Identifier.CLICK_ID;
import static dev.uploadgateway.conversion.Identifier.CLIENT_USER_AGENT;
import static dev.uploadgateway.conversion.Identifier.COUNTRY;
import static dev.uploadgateway.conversion.Identifier.EMAIL;
import static dev.uploadgateway.conversion.Identifier.FIRST_NAME;
import static dev.uploadgateway.conversion.Identifier.GENDER;
import static dev.uploadgateway.conversion.Identifier.INSTAGRAM_ACCOUNT_ID;
import static dev.uploadgateway.conversion.Identifier.INSTAGRAM_SCOPED_ID;
import static dev.uploadgateway.conversion.Identifier.LAST_NAME;
import static dev.uploadgateway.conversion.Identifier.LEAD_ID;
import static dev.uploadgateway.conversion.Identifier.LOGIN_ID;
import static dev.uploadgateway.conversion.Identifier.MESSAGING_CLICK_ID;
import static dev.uploadgateway.conversion.Identifier.MOBILE_ADVERTISER_ID;
import static dev.uploadgateway.conversion.Identifier.PAGE_ID;
import static dev.uploadgateway.conversion.Identifier.PAGE_SCOPED_USER_ID;
import static dev.uploadgateway.conversion.Identifier.PAGE_USER_ID;
import static dev.uploadgateway.conversion.Identifier.PHONE;
import static dev.uploadgateway.conversion.Identifier.STATE;
import static dev.uploadgateway.conversion.Identifier.WHATSAPP_ACCOUNT_ID;
import static dev.uploadgateway.conversion.Identifier.ZIP;

import dev.uploadgateway.conversion.Identifier;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How well Meta may find a customer by what is sent of it: an estimate by counting, as Meta
 * publishes no formula. What it publishes is which identifiers are not enough ("Best Practices",
 * invalid combinations), that an external id finds somebody only after it came with others
 * ("Provide External IDs"), and that its own score looks at which identifiers it gets and at their
 * quality ("Event Match Quality").
 */
public enum MatchStrength {
  REFUSED("Meta refuses events with only these identifiers: they do not single out a person."),
  WEAK(
      "No identifier is one person's own, nor do name and place or birth date come together: Meta"
          + " may take the event and find nobody. An external id finds somebody only after it came"
          + " with other identifiers."),
  MEDIUM(
      "One identifier is one person's own, or name and place or birth date come together; what else"
          + " there is to compare is little."),
  STRONG(
      "Two identifiers are one person's own, or one is and two others confirm it; a country, a state"
          + " or a gender confirms nothing.");

  /** Each belongs to one person, or to one person's device or account. */
  private static final Set<Identifier> OF_ONE_PERSON =
      EnumSet.of(
          EMAIL,
          PHONE,
          MOBILE_ADVERTISER_ID,
          LEAD_ID,
          CLICK_ID,
          BROWSER_ID,
          LOGIN_ID,
          PAGE_SCOPED_USER_ID,
          MESSAGING_CLICK_ID,
          INSTAGRAM_SCOPED_ID,
          APP_USER_ID,
          PAGE_USER_ID);

  /** The shop's own accounts, and what many thousands have alike. */
  private static final Set<Identifier> CONFIRM_NOTHING =
      EnumSet.of(
          PAGE_ID,
          INSTAGRAM_ACCOUNT_ID,
          WHATSAPP_ACCOUNT_ID,
          CLIENT_USER_AGENT,
          COUNTRY,
          STATE,
          GENDER);

  private static final Set<Identifier> BESIDE_A_NAME = EnumSet.of(BIRTH_DATE, ZIP, CITY);
  private static final int STRONG_FROM = 3;

  private final String sentence;

  MatchStrength(String sentence) {
    this.sentence = sentence;
  }

  /** Stable: {@code refused}, {@code weak}, {@code medium} or {@code strong}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same in words. */
  public String sentence() {
    return sentence;
  }

  static MatchStrength of(Set<Identifier> identifiers) {
    if (identifiers.isEmpty() || !KeyCombinations.permit(identifiers)) {
      return REFUSED;
    }
    long own = identifiers.stream().filter(OF_ONE_PERSON::contains).count();
    if (own > 0) {
      long telling = identifiers.stream().filter(each -> !CONFIRM_NOTHING.contains(each)).count();
      return own > 1 || telling >= STRONG_FROM ? STRONG : MEDIUM;
    }
    boolean named = identifiers.contains(FIRST_NAME) && identifiers.contains(LAST_NAME);
    return named && identifiers.stream().anyMatch(BESIDE_A_NAME::contains) ? MEDIUM : WEAK;
  }
}
