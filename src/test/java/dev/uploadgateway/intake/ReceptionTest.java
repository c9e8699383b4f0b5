package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Wire;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What depends on more than one event: the namespace of a call, and events that Meta merges. */
class ReceptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"extern_id\":\"42\" |",
        "\"match_keys\":{\"extern_id\":\"42\"} |",
        "\"user_data\":{\"external_id\":[\"42\",\"42\"]} |",
        "\"extern_id\":[\"1\",\"2\"] | extern_id: namespace_needs_extern_id",
        "\"extern_id\":\"1\",\"match_keys\":{\"extern_id\":\"2\"} | extern_id: namespace_needs_extern_id",
        "\"match_keys\":{\"email\":\"a@example.com\"} | match_keys: namespace_with_match_keys",
        "\"extern_id\":\"1\",\"user_data\":{\"em\":\"a@example.com\"} | match_keys: namespace_with_match_keys",
        "\"extern_id\":\"1\",\"user_data\":{\"client_ip_address\":\"192.0.2.1\"} | match_keys: namespace_with_match_keys",
      })
  void aNamespaceTakesOneExternIdAndNothingElse(String customer, String error) {
    Answer answer =
        Received.by(Received.dataset(), "99", lead(1, customer), lead(2, "\"extern_id\":7"));
    Answer without = Received.by(Received.dataset(), null, lead(1, customer));

    assertThat(answer.counts().accepted()).isEqualTo(error == null ? 2 : 1);
    assertThat(Received.findings(answer))
        .isEqualTo(error == null ? List.of() : List.of("0 " + error));
    assertThat(without.errors()).isEmpty();
  }

  @Test
  void anEventRefusedUnderANamespaceIsNoneThatMetaMerges() {
    String order = "\"order_id\":\"1\",";

    Answer answer =
        Received.by(
            Received.dataset(),
            "99",
            lead(1, order + "\"match_keys\":{\"email\":\"a@example.com\"}"),
            lead(1, order + "\"extern_id\":\"7\""));

    assertThat(Received.findings(answer))
        .containsExactly("0 match_keys: namespace_with_match_keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"order_id\":\"1\" | \"order_id\":\"1\" | true",
        "\"order_id\":\"1\" | \"order_id\":1 | true",
        "\"order_id\":\"1\",\"event_id\":\"a\" | \"order_id\":\"1\",\"event_id\":\"b\" | true",
        "\"order_id\":\"1\",\"value\":1,\"currency\":\"EUR\" | \"order_id\":\"1\",\"value\":2,\"currency\":\"EUR\" | true",
        "\"event_id\":\"a\" | \"event_id\":\"b\" | true",
        "\"event_id\":\"a\" | \"event_id\":\"a\" | true",
        "\"order_id\":\"1\",\"item_number\":\"1\" | \"order_id\":\"1\",\"item_number\":\"1\" | true",
        "\"order_id\":\"1\",\"item_number\":\"1\" | \"order_id\":\"1\",\"item_number\":\"2\" | false",
        "\"order_id\":\"1\",\"item_number\":\"1\" | \"order_id\":\"1\" | false",
        "\"order_id\":\"1\" | \"order_id\":\"2\" | false",
        "\"order_id\":\"1\" | \"item_number\":\"1\" | false",
      })
  void ofEventsThatMetaTakesForOneTheLaterIsRemarkedOn(
      String first, String second, boolean merged) {
    String customer = ",\"match_keys\":{\"email\":\"a@example.com\"}";

    Answer answer =
        Received.by(
            Received.dataset(), null, lead(1, first + customer), lead(1, second + customer));

    assertThat(Received.findings(answer))
        .isEqualTo(merged ? List.of("1 item_number: merged_by_meta") : List.of());
    assertThat(answer.counts().rejected()).isZero();
  }

  @Test
  void anotherSecondNameOrCustomerIsAnotherEvent() {
    String order = "\"order_id\":\"1\",\"match_keys\":{\"email\":\"a@example.com\"}";
    String customer = "\"match_keys\":{\"email\":\"b@example.com\"}";

    Answer answer =
        Received.by(
            Received.dataset(),
            null,
            lead(1, order),
            lead(2, order),
            lead(1, order).replace("Lead", "Search"),
            lead(1, customer),
            lead(1, customer.replace("b@", "c@")));

    assertThat(answer.warnings()).isEmpty();
  }

  @Test
  void timesThatAreClampedToOneSecondMeetThere() {
    String order = "\"order_id\":\"1\",\"match_keys\":{\"email\":\"a@example.com\"}";

    Answer answer =
        Received.by(Received.dataset(), null, lead(-10, order), lead(-20, order), lead(0, order));

    assertThat(answer.warnings())
        .filteredOn(warning -> warning.code().equals("merged_by_meta"))
        .extracting(Finding::index)
        .containsExactly(1L, 2L);
  }

  @Test
  void onTheWebAnEventIdTellsEventsApart() {
    String first =
        "\"order_id\":\"1\",\"event_id\":\"a\",\"match_keys\":{\"email\":\"a@example.com\"}";
    String second = first.replace("\"a\"", "\"b\"");
    var web = Received.dataset(Wire.CONVERSIONS_API, ActionSource.WEBSITE);
    var webInTheOldDialect = Received.dataset(Wire.OFFLINE_CONVERSIONS_API, ActionSource.WEBSITE);

    assertThat(Received.by(web, null, lead(1, first), lead(1, second)).warnings()).isEmpty();
    assertThat(Received.by(web, null, lead(1, first), lead(1, first)).warnings()).hasSize(1);
    assertThat(Received.by(webInTheOldDialect, null, lead(1, first), lead(1, second)).warnings())
        .hasSize(1);
  }

  @Test
  void theLastTenThousandEventsAreRemembered() {
    Repeats repeats = new Repeats();
    for (int i = 0; i <= Repeats.REMEMBERED; i++) {
      assertThat(repeats.isRepeat(new EventKey(new UUID(0, i)))).isFalse();
    }

    assertThat(repeats.isRepeat(new EventKey(new UUID(0, Repeats.REMEMBERED)))).isTrue();
    assertThat(repeats.isRepeat(new EventKey(new UUID(0, 1)))).isTrue();
    assertThat(repeats.isRepeat(new EventKey(new UUID(0, 0)))).isFalse();
  }

  /** A Lead of so many seconds ago. */
  private static String lead(int secondsAgo, String members) {
    return "{\"event_name\":\"Lead\",\"event_time\":%d,%s}"
        .formatted(ReadEvent.NOW.getEpochSecond() - secondsAgo, members);
  }
}
