package dev.uploadgateway.matchkey;

import static dev.uploadgateway.conversion.Identifier.*;

import dev.uploadgateway.conversion.Identifier;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Identifiers that are not enough by themselves. Meta refuses an event, and with it the whole call,
 * whose user data holds nothing but members of one of these sets ("Best Practices", invalid
 * combinations; subcode 2804050).
 */
final class KeyCombinations {

  private static final List<Set<Identifier>> NOT_ENOUGH =
      List.of(
          EnumSet.of(CITY, COUNTRY, STATE, ZIP, GENDER, CLIENT_USER_AGENT),
          EnumSet.of(BIRTH_DATE, CLIENT_USER_AGENT),
          EnumSet.of(FIRST_NAME, GENDER),
          EnumSet.of(LAST_NAME, GENDER));

  private KeyCombinations() {}

  /** Whether Meta takes an event with only these. */
  static boolean permit(Set<Identifier> identifiers) {
    var whole = EnumSet.noneOf(Identifier.class);
    identifiers.forEach(identifier -> whole.add(whole(identifier)));
    return NOT_ENOUGH.stream().noneMatch(set -> set.containsAll(whole));
  }

  /**
   * Meta's rule does not mention the parts of names and dates. A part says less than its whole, so
   * where the whole is not enough the part is taken not to be: better an event refused here than a
   * thousand there.
   */
  private static Identifier whole(Identifier part) {
    return switch (part) {
      case FIRST_INITIAL, FIRST_NAME_START -> FIRST_NAME;
      case LAST_NAME_START -> LAST_NAME;
      case BIRTH_YEAR, BIRTH_MONTH, BIRTH_DAY -> BIRTH_DATE;
      default -> part;
    };
  }
}
