package dev.uploadgateway.matchkey;

import static dev.uploadgateway.conversion.Identifier.APP_USER_ID;
import static dev.uploadgateway.conversion.Identifier.BIRTH_DATE;
import static dev.uploadgateway.conversion.Identifier.BROWSER_ID;
import static dev.uploadgateway.conversion.Identifier.CITY;
import static dev.uploadgateway.conversion.Identifier.CLICK_ID;
import static dev.uploadgateway.conversion.Identifier.COUNTRY;
import static dev.uploadgateway.conversion.Identifier.EMAIL;
import static dev.uploadgateway.conversion.Identifier.EXTERNAL_ID;
import static dev.uploadgateway.conversion.Identifier.FIRST_NAME;
import static dev.uploadgateway.conversion.Identifier.GENDER;
import static dev.uploadgateway.conversion.Identifier.INSTAGRAM_SCOPED_ID;
import static dev.uploadgateway.conversion.Identifier.INSTALL_ID;
import static dev.uploadgateway.conversion.Identifier.LAST_NAME;
import static dev.uploadgateway.conversion.Identifier.LEAD_ID;
import static dev.uploadgateway.conversion.Identifier.LOGIN_ID;
import static dev.uploadgateway.conversion.Identifier.MESSAGING_CLICK_ID;
import static dev.uploadgateway.conversion.Identifier.MOBILE_ADVERTISER_ID;
import static dev.uploadgateway.conversion.Identifier.PAGE_SCOPED_USER_ID;
import static dev.uploadgateway.conversion.Identifier.PAGE_USER_ID;
import static dev.uploadgateway.conversion.Identifier.PHONE;
import static dev.uploadgateway.conversion.Identifier.STATE;
import static dev.uploadgateway.conversion.Identifier.SUBSCRIPTION_ID;
import static dev.uploadgateway.conversion.Identifier.ZIP;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A person who is looked for among customers. It prints as nothing.
 *
 * <p>A customer is that person if any of the identifiers that are one person's own is the same, as
 * match keys or as they were written (of a phone, its digits). What many people have alike finds
 * nobody by itself: name, birth date and address count only together, all that were given, and only
 * where first name, last name and a birth date or a postal code are among them.
 */
public final class Sought {

  private static final Set<Identifier> OWN =
      EnumSet.of(
          EMAIL,
          PHONE,
          EXTERNAL_ID,
          MOBILE_ADVERTISER_ID,
          LEAD_ID,
          CLICK_ID,
          BROWSER_ID,
          SUBSCRIPTION_ID,
          LOGIN_ID,
          INSTALL_ID,
          PAGE_SCOPED_USER_ID,
          MESSAGING_CLICK_ID,
          INSTAGRAM_SCOPED_ID,
          APP_USER_ID,
          PAGE_USER_ID);

  private static final Set<Identifier> SHARED =
      EnumSet.of(FIRST_NAME, LAST_NAME, BIRTH_DATE, GENDER, CITY, STATE, ZIP, COUNTRY);

  /** So short that it may be anything, where nobody says what a text is. */
  private static final int TELLING = 6;

  private final MatchKeyMaker maker;
  private final MatchKeyRules rules;
  private final Map<Identifier, Set<String>> own = new EnumMap<>(Identifier.class);
  private final Map<Identifier, Set<String>> ownAsWritten = new EnumMap<>(Identifier.class);
  private final Map<Identifier, Set<String>> shared = new EnumMap<>(Identifier.class);
  private final Set<Identifier> unused = EnumSet.noneOf(Identifier.class);

  private Sought(MatchKeyMaker maker, MatchKeyRules rules) {
    this.maker = maker;
    this.rules = rules;
  }

  /**
   * @param given what is known of the person, raw or hashed
   * @param rules of the dataset whose customers are looked through
   */
  public static Sought of(Customer given, MatchKeyMaker maker, MatchKeyRules rules) {
    var sought = new Sought(maker, rules);
    NormalizedCustomer normalized = maker.normalize(given, rules);
    normalized.identifiers().forEach(identifier -> sought.take(identifier, normalized));
    given.identifiers().forEach(sought::takeAsWritten);
    if (!sought.shared.keySet().containsAll(EnumSet.of(FIRST_NAME, LAST_NAME))
        || !(sought.shared.containsKey(BIRTH_DATE) || sought.shared.containsKey(ZIP))) {
      sought.unused.addAll(sought.shared.keySet());
      sought.shared.clear();
    }
    return sought;
  }

  private void take(Identifier identifier, NormalizedCustomer customer) {
    if (OWN.contains(identifier)) {
      own.put(identifier, keys(identifier, customer));
    } else if (SHARED.contains(identifier)) {
      shared.put(identifier, keys(identifier, customer));
    } else {
      unused.add(identifier);
    }
  }

  private void takeAsWritten(Identifier identifier, List<String> values) {
    if (OWN.contains(identifier)) {
      Set<String> written = written(identifier, values);
      if (!written.isEmpty()) {
        ownAsWritten.put(identifier, written);
      }
    }
  }

  /** Whether anybody can be found by it. */
  public boolean tells() {
    return !own.isEmpty() || !ownAsWritten.isEmpty() || !shared.isEmpty();
  }

  /** Identifiers that were given and find nobody. */
  public Set<Identifier> unused() {
    return Set.copyOf(unused);
  }

  /** Whether a customer, as the shop sent them, is that person. */
  public boolean is(Customer customer) {
    for (Map.Entry<Identifier, Set<String>> entry : ownAsWritten.entrySet()) {
      List<String> values = customer.identifiers().getOrDefault(entry.getKey(), List.of());
      if (meet(entry.getValue(), written(entry.getKey(), values))) {
        return true;
      }
    }
    NormalizedCustomer normalized = maker.normalize(customer, rules);
    Map<Identifier, Set<String>> keys = new EnumMap<>(Identifier.class);
    normalized.identifiers().forEach(each -> keys.put(each, keys(each, normalized)));
    return is(keys);
  }

  /** Whether the match keys that were sent are that person's. */
  public boolean is(MatchKeys sent) {
    var sha256 = new Sha256();
    Map<Identifier, Set<String>> keys = new EnumMap<>(Identifier.class);
    sent.values()
        .forEach((identifier, values) -> {
          Set<String> found = new HashSet<>();
          values.forEach(value -> found.add(key(identifier, value, false, sha256)));
          keys.put(identifier, found);
        });
    return is(keys);
  }

  /**
   * Whether a text of which nobody says what it is is the person's e-mail address or phone as it
   * was given.
   */
  public boolean isWrittenAs(String text) {
    return isWrittenAs(EMAIL, text) || isWrittenAs(PHONE, text);
  }

  private boolean isWrittenAs(Identifier identifier, String text) {
    Set<String> known = ownAsWritten.getOrDefault(identifier, Set.of());
    return !known.isEmpty()
        && written(identifier, List.of(text)).stream()
            .anyMatch(written -> written.length() >= TELLING && known.contains(written));
  }

  private boolean is(Map<Identifier, Set<String>> keys) {
    boolean one =
        own.entrySet().stream()
            .anyMatch(entry -> meet(entry.getValue(), keys.getOrDefault(entry.getKey(), Set.of())));
    return one
        || (!shared.isEmpty()
            && shared.entrySet().stream()
                .allMatch(
                    entry -> meet(entry.getValue(), keys.getOrDefault(entry.getKey(), Set.of()))));
  }

  private static boolean meet(Collection<String> some, Collection<String> others) {
    return others.stream().anyMatch(some::contains);
  }

  private static Set<String> keys(Identifier identifier, NormalizedCustomer customer) {
    var sha256 = new Sha256();
    Set<String> keys = new HashSet<>();
    customer
        .kept(identifier)
        .forEach(kept -> keys.add(key(identifier, kept.text(), kept.toHash(), sha256)));
    return keys;
  }

  /** External ids as hashes, whichever way the dataset sends them: one may have come hashed. */
  private static String key(Identifier identifier, String text, boolean toHash, Sha256 sha256) {
    boolean plainId = identifier == EXTERNAL_ID && Prehashed.readExternalId(text) == null;
    return toHash || plainId ? sha256.hex(text) : text;
  }

  private static Set<String> written(Identifier identifier, List<String> values) {
    Set<String> written = new HashSet<>();
    for (String value : values) {
      String text =
          identifier == PHONE
              ? value.replaceAll("\\D", "")
              : Texts.trim(value).toLowerCase(Locale.ROOT);
      if (!text.isEmpty()) {
        written.add(text);
      }
    }
    return written;
  }

  @Override
  public String toString() {
    return "Sought[]";
  }
}
