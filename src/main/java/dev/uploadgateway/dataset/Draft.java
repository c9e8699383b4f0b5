package dev.uploadgateway.dataset;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.matchkey.DateOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What somebody says about a dataset, in the body of a PUT or under {@code gateway.datasets.<id>};
 * null is left out. As flat and as long as those two are: only they fill it.
 *
 * @param name for people
 * @param accessToken sent to Meta; sealed as soon as it is stored
 * @param appSecret of the app that the token belongs to
 * @param wire {@code conversions_api} (the default) or {@code offline_conversions_api}
 * @param apiVersion such as {@code v26.0}; the default is the gateway's
 * @param defaultCountry ISO 3166-1 alpha-2, for telephone numbers and addresses without a country
 * @param actionSource where events happen that do not say so; {@code physical_store} by default
 * @param testEventCode shows the events under Test Events too
 * @param partnerAgent names the integration to Meta
 * @param hashExternalId whether external ids are hashed; true by default
 * @param dateOrder {@code MDY} (the default), {@code DMY} or {@code YMD}
 * @param dataProcessing {@code NONE} (the default), {@code LDU} or {@code LDU_BY_STATE}
 * @param tokenExpiresAt when Meta takes the access token no longer, such as {@code
 *     2027-01-31T00:00:00Z} or the day, which is its beginning in UTC. It stays with the token: a
 *     new one without it has none
 */
@JsonNaming(SnakeCaseStrategy.class)
record Draft(
    @Nullable String name,
    @Nullable String accessToken,
    @Nullable String appSecret,
    @Nullable String wire,
    @Nullable String apiVersion,
    @Nullable String defaultCountry,
    @Nullable String actionSource,
    @Nullable String testEventCode,
    @Nullable String partnerAgent,
    @Nullable Boolean hashExternalId,
    @Nullable String dateOrder,
    @Nullable String dataProcessing,
    @Nullable String tokenExpiresAt) {

  private static final Pattern DATASET_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern SECRET = Pattern.compile("[!-~]{1,1000}");
  private static final Pattern API_VERSION = Pattern.compile("v\\d{1,3}\\.\\d{1,3}");
  private static final Pattern TEST_EVENT_CODE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern PARTNER_AGENT = Pattern.compile("[!-~]{1,64}");
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  /** From the fields of a form, where a blank is left out. */
  static Draft of(Map<String, String> fields) {
    String hashed = given(fields, "hash_external_id");
    return new Draft(
        given(fields, "name"),
        given(fields, "access_token"),
        given(fields, "app_secret"),
        given(fields, "wire"),
        given(fields, "api_version"),
        given(fields, "default_country"),
        given(fields, "action_source"),
        given(fields, "test_event_code"),
        given(fields, "partner_agent"),
        hashed == null ? null : Boolean.valueOf(hashed),
        given(fields, "date_order"),
        given(fields, "data_processing"),
        given(fields, "token_expires_at"));
  }

  private static @Nullable String given(Map<String, String> fields, String name) {
    String value = fields.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  static boolean isDatasetId(String id) {
    return DATASET_ID.matcher(id).matches();
  }

  /** 1 to 200 characters that can be printed. */
  static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= 200
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** The first thing wrong with it. */
  Optional<Flaw> flaw() {
    return Stream.of(
            Flaw.unless(name, Draft::isName, "name", "is 1 to 200 characters"),
            secret(accessToken, "access_token"),
            secret(appSecret, "app_secret"),
            Flaw.unless(
                wire,
                given -> Wire.of(given).isPresent(),
                "wire",
                "is conversions_api or offline_conversions_api"),
            form(apiVersion, API_VERSION, "api_version", "is a version such as v26.0"),
            Flaw.unless(
                defaultCountry,
                COUNTRIES::contains,
                "default_country",
                "is an ISO 3166-1 alpha-2 country such as US"),
            Flaw.unless(
                actionSource,
                given -> ActionSource.of(given).isPresent(),
                "action_source",
                "is one of Meta's, such as physical_store or website"),
            form(testEventCode, TEST_EVENT_CODE, "test_event_code", "is a code such as TEST12345"),
            form(partnerAgent, PARTNER_AGENT, "partner_agent", "is 1 to 64 characters, no spaces"),
            oneOf(dateOrder, DateOrder.values(), "date_order"),
            oneOf(dataProcessing, DataProcessing.values(), "data_processing"),
            Flaw.unless(
                tokenExpiresAt,
                Draft::isTime,
                "token_expires_at",
                "is a day or a time, such as 2027-01-31 or 2027-01-31T00:00:00Z"))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Null where it was not said. */
  @Nullable Instant endOfToken() {
    return tokenExpiresAt == null ? null : time(tokenExpiresAt).toInstant();
  }

  private static OffsetDateTime time(String text) {
    return text.indexOf('T') < 0
        ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
        : OffsetDateTime.parse(text);
  }

  private static boolean isTime(String text) {
    try {
      return time(text).getYear() < 10_000;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static @Nullable Flaw secret(@Nullable String value, String field) {
    return form(value, SECRET, field, "is 1 to 1000 ASCII characters, no spaces");
  }

  private static @Nullable Flaw form(
      @Nullable String value, Pattern form, String field, String rule) {
    return Flaw.unless(value, given -> form.matcher(given).matches(), field, rule);
  }

  private static @Nullable Flaw oneOf(@Nullable String value, Enum<?>[] constants, String field) {
    return Flaw.unless(
        value,
        given -> Arrays.stream(constants).anyMatch(constant -> constant.name().equals(given)),
        field,
        "is one of " + Arrays.toString(constants));
  }

  @Override
  public String toString() {
    return "Draft[]";
  }
}
