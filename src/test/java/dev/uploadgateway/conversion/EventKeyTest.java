package dev.uploadgateway.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventKeyTest {

  private static final long TIME = 1_772_366_400L;
  private static final List<String> JANE = List.of("em=jane@example.com", "fn=jane");

  /** A changed key makes every event that is sent again a new one, and finds no receipt. */
  @Test
  void keysAreTheSameInEveryRelease() {
    assertThat(key("1", "Purchase", TIME, null, "ATN10001", "1", List.of()).value())
        .isEqualTo(UUID.fromString("5b998cfb-5c12-8729-a814-935ae278b096"));
    assertThat(key("1", "Purchase", TIME, null, "ATN10001", null, List.of()).value())
        .isEqualTo(UUID.fromString("5b998cfb-5c12-8729-93be-9310be55f9d6"));
    assertThat(key("1", "Purchase", TIME, null, null, null, JANE).value())
        .isEqualTo(UUID.fromString("415afe2f-03a0-013a-28a7-f1b1b2b2cbe2"));
    assertThat(key("1", "Purchase", TIME, "e-1", null, null, List.of()).value())
        .isEqualTo(UUID.fromString("06edb7d9-12a3-3d24-c4dc-f366c793952d"));
    assertThat(EventKey.orderHash("1", new Text("ATN10001"))).isEqualTo(0x5b998cfb5c128729L);
  }

  @Test
  void theLinesOfAReceiptStandTogetherAndDiffer() {
    EventKey first = key("1", "Purchase", TIME, null, "ATN10001", "1", List.of());
    EventKey second = key("1", "Purchase", TIME, null, "ATN10001", "2", List.of());
    EventKey other = key("1", "Purchase", TIME, null, "ATN10002", "1", List.of());

    assertThat(first).isNotEqualTo(second);
    assertThat(first.value().getMostSignificantBits())
        .isEqualTo(second.value().getMostSignificantBits())
        .isEqualTo(EventKey.orderHash("1", new Text("ATN10001")))
        .isNotEqualTo(other.value().getMostSignificantBits());
  }

  @Test
  void anEventIdTakesThePlaceOfTimeOrderAndCustomer() {
    EventKey key = key("1", "Purchase", TIME, "e-1", "ATN10001", "1", List.of());

    assertThat(key).isEqualTo(key("1", "Purchase", TIME + 1, "e-1", null, null, JANE));
    assertThat(key).isNotEqualTo(key("1", "Purchase", TIME, "e-2", "ATN10001", "1", List.of()));
    assertThat(key).isNotEqualTo(key("2", "Purchase", TIME, "e-1", "ATN10001", "1", List.of()));
  }

  /** Many shops use the order's id for the checkout and the purchase alike. */
  @Test
  void eventsOfDifferentNamesMayShareAnEventId() {
    assertThat(key("1", "Purchase", TIME, "e-1", null, null, JANE))
        .isNotEqualTo(key("1", "InitiateCheckout", TIME, "e-1", null, null, JANE));
  }

  @Test
  void withAnOrderIdTheCustomerDoesNotMatter() {
    assertThat(key("1", "Purchase", TIME, null, "ATN10001", "1", JANE))
        .isEqualTo(key("1", "Purchase", TIME, null, "ATN10001", "1", List.of()));
  }

  @Test
  void withoutAnOrderIdTheCustomerDecides() {
    EventKey jane = key("1", "Purchase", TIME, null, null, null, JANE);

    assertThat(jane).isEqualTo(key("1", "Purchase", TIME, null, null, null, JANE));
    assertThat(jane)
        .isNotEqualTo(key("1", "Purchase", TIME, null, null, null, List.of("em=jane@example.com")));
    assertThat(jane).isNotEqualTo(key("1", "Purchase", TIME, null, null, "1", JANE));
  }

  @Test
  void eachPartCountsAndNoneRunsIntoTheNext() {
    assertThat(
            Stream.of(
                key("1", "a", TIME, null, "bc", null, List.of()),
                key("1", "ab", TIME, null, "c", null, List.of()),
                key("1a", "b", TIME, null, "c", null, List.of()),
                key("1", "a", TIME + 1, null, "bc", null, List.of()),
                key("1", "a", TIME, null, "b", "c", List.of()),
                key("1", "a", TIME, null, null, "bc", List.of()),
                key("1", "a", TIME, null, null, null, List.of("b", "c")),
                key("1", "a", TIME, null, null, null, List.of("bc")),
                key("1", "a", TIME, null, null, "b", List.of("c")),
                key("1", "a", TIME, "bc", null, null, List.of()),
                key("1b", "a", TIME, "c", null, null, List.of())))
        .doesNotHaveDuplicates();
    assertThat(EventKey.orderHash("1", new Text("23")))
        .isNotEqualTo(EventKey.orderHash("12", new Text("3")));
  }

  @Test
  void keysAreOrderedAsPostgresOrdersThem() {
    assertThat(
            Stream.of(
                    "ffffffff-0000-0000-0000-000000000000",
                    "00000000-0000-0000-8000-000000000000",
                    "7fffffff-0000-0000-0000-000000000000",
                    "00000000-0000-0000-7000-000000000000")
                .map(text -> new EventKey(UUID.fromString(text)))
                .sorted()
                .map(key -> key.value().toString()))
        .isSorted();
  }

  private static EventKey key(
      String dataset,
      String name,
      long time,
      String eventId,
      String orderId,
      String itemNumber,
      List<String> matchKeys) {
    return EventKey.of(
        dataset,
        new Occasion(name, time, null, eventId),
        new Sale(Text.of(orderId), Text.of(itemNumber), null, null, List.of()),
        matchKeys);
  }
}
