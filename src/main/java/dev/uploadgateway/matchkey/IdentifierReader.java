package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.time.LocalDate;
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
    if (!Texts.isWellFormed(value)) {
      return new Reading.Dropped(DropReason.MALFORMED_TEXT);
    }
    return switch (identifier.form()) {
      case PLAIN -> plain(identifier, value);
      case HASHED ->
          identifier == Identifier.EXTERNAL_ID ? externalId(value) : hashed(identifier, value);
    };
  }

  /** The one identifier that says how to read others. */
  static Reading country(String raw) {
    var anywhere = new IdentifierReader(null, DateOrder.MDY, true, LocalDate.EPOCH);
    return anywhere.read(Identifier.COUNTRY, raw);
  }

  private Reading hashed(Identifier identifier, String value) {
    if (value.length() > LONGEST) {
      return new Reading.Dropped(DropReason.TOO_LONG);
    }
    Reading prehashed = Prehashed.read(value);
    return prehashed == null ? normalized(identifier, value) : prehashed;
  }

  private Reading normalized(Identifier identifier, String value) {
    return switch (identifier) {
      case EMAIL -> Emails.read(value);
      case PHONE -> Phones.read(value, country);
      case FIRST_NAME, LAST_NAME, CITY -> Reading.toHash(Texts.letters(value));
      case FIRST_INITIAL -> Reading.toHash(Texts.first(1, Texts.letters(value)));
      case FIRST_NAME_START, LAST_NAME_START ->
          Reading.toHash(Texts.first(5, Texts.letters(value)));
      case BIRTH_DATE -> BirthDates.read(value, dateOrder, today);
      case BIRTH_YEAR -> BirthDateParts.year(value, today);
      case BIRTH_MONTH -> BirthDateParts.month(value);
      case BIRTH_DAY -> BirthDateParts.day(value);
      case GENDER -> Genders.read(value);
      case STATE -> States.read(value, country);
      case ZIP -> PostalCodes.read(value, country);
      case COUNTRY -> Countries.read(value);
      default -> throw new IllegalStateException("No rule for " + identifier);
    };
  }

  /** Never changed but for the blanks around it, as it has to be the same in every channel. */
  private Reading externalId(String value) {
    Reading prehashed = Prehashed.readExternalId(value);
    if (prehashed != null) {
      return prehashed;
    }
    return hashExternalId ? Reading.toHash(value) : Reading.asIs(value);
  }

  private static Reading plain(Identifier identifier, String value) {
    return switch (identifier) {
      case MOBILE_ADVERTISER_ID -> AdvertiserIds.read(value);
      case LEAD_ID -> LeadIds.read(value);
      case CLIENT_IP_ADDRESS -> IpAddresses.read(value);
      default -> Reading.asIs(value);
    };
  }
}
