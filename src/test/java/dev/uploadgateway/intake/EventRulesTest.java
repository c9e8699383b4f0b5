package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.conversion.Text;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRulesTest {

  private static final long NOW = ReadEvent.NOW.getEpochSecond();

  @ParameterizedTest
  @CsvSource({
    "purchase, Purchase",
    "PURCHASE, Purchase",
    "' Purchase ', Purchase",
    "addtocart, AddToCart",
    "completeRegistration, CompleteRegistration",
    "other, Other",
    "Store Visit, Store Visit",
    "store visit, store visit"
  })
  void standardNamesAreInMetasSpellingAndOthersAsTheyAre(String given, String name) {
    ReadEvent read =
        ReadEvent.of(
            """
            {"match_keys":{"email":"a"},"event_name":"%s","event_time":%d,"value":1,"currency":"EUR"}
            """
                .formatted(given, NOW));

    assertThat(read.event().occasion().name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AddPaymentInfo",
        "AddToCart",
        "AddToWishlist",
        "CompleteRegistration",
        "Contact",
        "CustomizeProduct",
        "Donate",
        "FindLocation",
        "InitiateCheckout",
        "Lead",
        "Other",
        "PageView",
        "Purchase",
        "Schedule",
        "Search",
        "StartTrial",
        "SubmitApplication",
        "Subscribe",
        "ViewContent"
      })
  void everyStandardNameIsKnownInAnyCase(String name) {
    assertThat(StandardEvents.spelled(name.toLowerCase(Locale.ROOT))).isEqualTo(name);
    assertThat(StandardEvents.spelled(name.toUpperCase(Locale.ROOT))).isEqualTo(name);
  }

  @Test
  void aPurchaseInAnyCaseNeedsItsMoney() {
    assertThat(named("purchase").errors())
        .containsExactly("value: value_missing", "currency: currency_missing");
  }

  @Test
  void anEventNameHasFiftyCharacters() {
    assertThat(named("n".repeat(50)).errors()).isEmpty();
    assertThat(named("n".repeat(51)).errors()).containsExactly("event_name: too_long");
    assertThat(named("n".repeat(1_001)).errors()).containsExactly("event_name: too_long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void aBlankEventNameIsMissing(String name) {
    assertThat(named(name).errors()).containsExactly("event_name: event_name_missing");
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnce() {
    assertThat(ReadEvent.of("{}").errors())
        .containsExactly(
            "event_name: event_name_missing",
            "event_time: event_time_missing",
            "match_keys: customer_missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"event_name", "event_id", "order_id", "item_number", "content_type"})
  void controlCharactersAreRefused(String field) {
    for (String control : new String[] {"\\u0000", "\\n", "\\u001f", "\\u007f", "\\u0085"}) {
      String member = "\"" + field + "\":\"a" + control + "b\"";
      ReadEvent read =
          field.equals("event_name")
              ? ReadEvent.of(
                  "{\"match_keys\":{\"email\":\"a\"},\"event_time\":%d,%s}".formatted(NOW, member))
              : ReadEvent.lead(member);
      assertThat(read.errors()).as(control).containsExactly(field + ": control_character");
    }
  }

  @Test
  void blankIdsAreNone() {
    ReadEvent read = ReadEvent.lead("\"event_id\":\" \",\"order_id\":\"\",\"item_number\":\" x \"");

    assertThat(read.event().occasion().eventId()).isNull();
    assertThat(read.event().sale().orderId()).isNull();
    assertThat(read.event().sale().itemNumber()).isEqualTo(new Text("x"));
  }

  @ParameterizedTest
  @EnumSource
  void eventsMayBeAsOldAsTheirSourceAllows(ActionSource source) {
    long days = source == ActionSource.PHYSICAL_STORE ? 62 : 7;
    long oldest = NOW - Duration.ofDays(days).toSeconds();
    String given = "\"action_source\":\"" + source.wireName() + "\",";

    assertThat(at(oldest + 1, given, ActionSource.OTHER).errors()).isEmpty();
    assertThat(at(oldest, given, ActionSource.OTHER).errors())
        .containsExactly("event_time: event_time_too_old");
    assertThat(at(oldest + 1, "", source).errors()).as("by the dataset's default").isEmpty();
    assertThat(at(oldest, "", source).errors()).containsExactly("event_time: event_time_too_old");
  }

  @Test
  void aSourceThatMetaDoesNotKnowIsRefused() {
    assertThat(ReadEvent.lead("\"action_source\":\"shop\"").errors())
        .containsExactly("action_source: unknown_action_source");
  }

  /** So that its deadline stays right whatever the dataset's default becomes. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\" \""})
  void anEventWithoutASourceKeepsTheDefaultOfItsTime(String source) {
    assertThat(ReadEvent.lead("\"action_source\":" + source).event().occasion().source())
        .isEqualTo(ActionSource.PHYSICAL_STORE);
  }

  @Test
  void theLengthOfANameIsThatOfItsCharacters() {
    assertThat(named("\uD83D\uDED2".repeat(50)).errors()).isEmpty();
    assertThat(named("\uD83D\uDED2".repeat(51)).errors()).containsExactly("event_name: too_long");
  }

  @Test
  void aClockThatRunsAMinuteAheadIsForgivenWithAWarning() {
    ReadEvent now = at(NOW, "", ActionSource.PHYSICAL_STORE);
    ReadEvent ahead = at(NOW + 60, "", ActionSource.PHYSICAL_STORE);
    ReadEvent tooFarAhead = at(NOW + 61, "", ActionSource.PHYSICAL_STORE);

    assertThat(now.warnings()).isEmpty();
    assertThat(ahead.warnings()).containsExactly("event_time: event_time_clamped");
    assertThat(ahead.event().occasion().time()).isEqualTo(NOW);
    assertThat(tooFarAhead.errors()).containsExactly("event_time: event_time_in_future");
  }

  @ParameterizedTest
  @CsvSource({
    "1772366400000, event_time_in_milliseconds",
    "1772366400000000, event_time_in_milliseconds",
    "99999999999, event_time_in_future",
    "9223372036854775807, event_time_in_milliseconds",
    "9223372036854775808, wrong_type",
    "0, event_time_too_old",
    "-1, event_time_too_old",
    "-9223372036854775808, event_time_too_old"
  })
  void timesThatAreNoSecondsAreNamedAsWhatTheyAre(String time, String code) {
    ReadEvent read =
        ReadEvent.of(
            "{\"match_keys\":{\"email\":\"a\"},\"event_name\":\"Lead\",\"event_time\":%s}"
                .formatted(time));

    assertThat(read.errors()).containsExactly("event_time: " + code);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.00, 0.00",
    "16.00, 16.00",
    "1e3, 1E+3",
    "999999999999999.999999, 999999999999999.999999",
    "1.1000000000, 1.1000000000"
  })
  void valuesKeepTheirScale(String value, String kept) {
    ReadEvent read = ReadEvent.lead("\"currency\":\"EUR\",\"value\":" + value);

    assertThat(read.event().sale().money().value()).hasToString(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e15",
        "1000000000000000",
        "0.0000001",
        "1e999",
        "1e999999999",
        "1e2147483646",
        "1e2147483647",
        "1e2147483648",
        "1e99999999999999999999",
        "-1e2147483647",
        "1e-2147483647",
        "1e-99999999999999999999",
        "0e2147483647",
        "0.00000000000000000000000000000000000000000000000000000000001"
      })
  void valuesBeyondMeasureAreRefusedAndNotExpanded(String value) {
    assertThat(ReadEvent.lead("\"currency\":\"EUR\",\"value\":" + value).errors())
        .containsExactly("value: value_out_of_range");
    assertThat(ReadEvent.lead("\"contents\":[{\"id\":\"A\",\"quantity\":" + value + "}]").errors())
        .containsExactly("contents[0].quantity: value_out_of_range");
  }

  @Test
  void aValueIsNotNegative() {
    assertThat(ReadEvent.lead("\"value\":-0.01,\"currency\":\"EUR\"").errors())
        .containsExactly("value: value_negative");
    assertThat(ReadEvent.lead("\"value\":-0.0,\"currency\":\"EUR\"").errors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"value\":1', currency: currency_missing",
    "'\"currency\":\"EUR\"', value: value_missing",
    "'\"value\":1,\"currency\":\"\"', currency: currency_missing",
    "'\"value\":1,\"currency\":\"EURO\"', currency: currency_unknown",
    "'\"value\":1,\"currency\":\"XAU\"', currency: currency_unknown",
    "'\"value\":null,\"currency\":\"EUR\"', value: value_missing"
  })
  void valueAndCurrencyGoTogether(String further, String error) {
    assertThat(ReadEvent.lead(further).errors()).containsExactly(error);
  }

  @Test
  void aLeadNeedsNoMoney() {
    assertThat(ReadEvent.lead("").event().sale().money()).isNull();
  }

  private static ReadEvent named(String name) {
    return ReadEvent.of(
        "{\"match_keys\":{\"email\":\"a\"},\"event_name\":\"%s\",\"event_time\":%d}"
            .formatted(name, NOW));
  }

  private static ReadEvent at(long time, String further, ActionSource defaultSource) {
    return ReadEvent.of(
        "{%s\"match_keys\":{\"email\":\"a\"},\"event_name\":\"Lead\",\"event_time\":%d}"
            .formatted(further, time),
        defaultSource);
  }
}
