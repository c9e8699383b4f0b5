package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.Identifier;
import java.util.Locale;
import java.util.Set;

/**
 * Names of members that hold a person's data wherever they stand. What is handed on under such a
 * name would reach Meta in the clear, where it belongs into {@code match_keys} and is hashed.
 */
final class PersonalNames {

  /**
   * What shops call Meta's identifiers, without separators. Only what nothing but a person has: a
   * product has a {@code name} and a {@code gender}, a shop a {@code city}.
   */
  private static final Set<String> ALIASES =
      Set.of(
          """
          email emailaddress mail mailaddress
          phone phonenumber mobile mobilenumber mobilephone cellphone telephone telephonenumber
          firstname givenname lastname familyname surname fullname
          address street streetaddress zipcode postalcode postcode
          dateofbirth birthdate birthday dob
          """
              .strip()
              .split("\\s+"));

  /** What holds all identifiers of a person. */
  private static final Set<String> CUSTOMERS = Set.of("match_keys", "user_data");

  /** No more than that: what is left of a name is repeated in the answer. */
  private static final String SEPARATORS = " _.-";

  private PersonalNames() {}

  /** Whether it is one of them, in any case. The country of a sale is nobody's identifier. */
  static boolean contains(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (CUSTOMERS.contains(lower)) {
      return true;
    }
    Identifier identifier = Identifier.named(lower);
    return identifier == null
        ? ALIASES.contains(withoutSeparators(lower))
        : identifier.form() == Identifier.Form.HASHED && identifier != Identifier.COUNTRY;
  }

  /** By hand, as every article has a member that is asked about. */
  private static String withoutSeparators(String name) {
    StringBuilder letters = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (SEPARATORS.indexOf(c) < 0) {
        letters.append(c);
      }
    }
    return letters.length() == name.length() ? name : letters.toString();
  }
}
