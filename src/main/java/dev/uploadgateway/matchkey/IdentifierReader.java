package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value by the rule of its identifier.
 *
 * @param country where the customer lives, ISO 3166 alpha-2 in lower case; null where nobody knows
 */
record IdentifierReader(
    @Nullable String country, DateOrder dateOrder, boolean hashExternalId, LocalDate today) {

  /**
   * No name, street or address is longer; composing accents takes square time on texts made for it.
   */
  private static final int LONGEST = 1024;

  Reading read(Identifier identifier, String raw) {
    String value = Texts.trim(raw);
    if (value.isEmpty()) {
      return new Reading.Dropped(DropReason.EMPTY);
    }
    if (!Texts.isAscii(value) && !Texts.isWellFormed(value)) {
      return new Reading.Dropped(DropReason.MALFORMED_TEXT);
    }
    boolean bounded = identifier.form() == Identifier.Form.HASHED;
    if (bounded && identifier != Identifier.EXTERNAL_ID && value.length() > LONGEST) {
      return new Reading.Dropped(DropReason.TOO_LONG);
    }
    return read(rule(identifier, value), value);
  }

  /** The rule that a value is read by. */
  static KeyRule rule(Identifier identifier, String trimmed) {
    Reading prehashed =
        switch (identifier.form()) {
          case PLAIN -> null;
          case HASHED ->
              identifier == Identifier.EXTERNAL_ID
                  ? Prehashed.readExternalId(trimmed)
                  : Prehashed.read(trimmed);
        };
    return prehashed == null ? KeyRule.of(identifier) : KeyRule.ALREADY_HASHED;
  }

  /** The one identifier that says how to read others. */
  static Reading country(String raw) {
    var anywhere = new IdentifierReader(null, DateOrder.MDY, true, LocalDate.EPOCH);
    return anywhere.read(Identifier.COUNTRY, raw);
  }

  private Reading read(KeyRule rule, String value) {
    return switch (rule) {
      case ALREADY_HASHED ->
          Objects.requireNonNull(Prehashed.read(value), "It was recognised as a hash");
      case EMAIL -> Emails.read(value);
      case PHONE -> Phones.read(value, country);
      case LETTERS -> Reading.toHash(Texts.letters(value));
      case FIRST_LETTER -> Reading.toHash(Texts.first(1, Texts.letters(value)));
      case FIRST_FIVE_LETTERS -> Reading.toHash(Texts.first(5, Texts.letters(value)));
      case BIRTH_DATE -> BirthDates.read(value, dateOrder, today);
      case BIRTH_YEAR -> BirthDateParts.year(value, today);
      case BIRTH_MONTH -> BirthDateParts.month(value);
      case BIRTH_DAY -> BirthDateParts.day(value);
      case GENDER -> Genders.read(value);
      case STATE -> States.read(value, country);
      case POSTAL_CODE -> PostalCodes.read(value, country);
      case COUNTRY -> Countries.read(value);
      // Never changed but for the blanks around it, as it has to be the same in every channel.
      case EXTERNAL_ID -> hashExternalId ? Reading.toHash(value) : Reading.asIs(value);
      case ADVERTISER_ID -> AdvertiserIds.read(value);
      case LEAD_ID -> LeadIds.read(value);
      case IP_ADDRESS -> IpAddresses.read(value);
      case AS_IT_CAME -> Reading.asIs(value);
    };
  }
}
