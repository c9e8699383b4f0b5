package dev.uploadgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.conversion.Text;
import dev.uploadgateway.meta.LoopbackMeta;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Given;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.report.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** With what events were sent, counted by hand beside what the report says. */
@CrankedByHand
class QualityIT {

  private static final List<String> MAIL = List.of("anna@example.com");
  private static final List<String> PHONE = List.of("01 42 68 53 00");
  private static final List<String> NO_PHONE = List.of("12");
  private static final List<String> NO_MAIL = List.of("anna at example");
  private static final List<String> ZIP = List.of("75001");

  @Autowired Crank crank;
  @Autowired Given given;
  @Autowired Quality quality;
  @Autowired LoopbackMeta meta;

  @BeforeEach
  void aDataset() {
    crank.begin();
    crank.change("default_country = 'FR'");
  }

  @Test
  void theSharesOfKeysAndDropsAreThoseOfAHandCount() {
    // Of four: e-mail in 2, phone in 2, either in 3, surname in 2, postal code in 1; dropped 2
    // phones and 1 e-mail
    append(
        "till",
        Duration.ofHours(1),
        Map.of(Identifier.EMAIL, MAIL, Identifier.PHONE, PHONE),
        Map.of(Identifier.EMAIL, MAIL, Identifier.PHONE, NO_PHONE),
        Map.of(Identifier.PHONE, PHONE, Identifier.EMAIL, NO_MAIL, Identifier.ZIP, ZIP),
        Map.of(Identifier.EXTERNAL_ID, List.of("c4"), Identifier.PHONE, NO_PHONE));
    crank.turn();

    Quality.Row row = quality.list(crank.number(), Map.of()).getFirst();

    assertThat(row.events()).isEqualTo(4);
    assertThat(row.matchKeys())
        .containsOnly(
            Map.entry("em", 0.5),
            Map.entry("ph", 0.5),
            Map.entry("zp", 0.25),
            Map.entry("external_id", 0.25));
    assertThat(row.contactShare()).isEqualTo(0.75);
    assertThat(row.keysPerEvent()).isEqualTo(1.5);
    assertThat(row.dropped())
        .containsExactly(
            new Quality.Dropped("ph", "phone_too_short", 2),
            new Quality.Dropped("em", "not_an_email", 1));
    assertThat((double) row.freshness().medianSeconds())
        .isCloseTo(3_600, Percentage.withPercentage(10));
  }

  @Test
  void anEventThatWasFrozenIsCountedOnceWithWhatItWasSentWithFirst() {
    append("till", Duration.ofHours(1), Map.of(Identifier.EMAIL, MAIL, Identifier.PHONE, NO_PHONE));
    meta.behave(request -> LoopbackMeta.Reply.error(500, 2, 0));
    crank.turn();
    given.clock().advance(Duration.ofMinutes(5));
    meta.behave(LoopbackMeta::accept);
    crank.turn();

    assertThat(quality.list(crank.number(), Map.of()))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.events()).isEqualTo(1);
          assertThat(row.matchKeys()).containsOnly(Map.entry("em", 1.0));
          assertThat(row.dropped()).hasSize(1);
        });
  }

  @Test
  void theUploadsWithTheFewestContactsComeFirst() {
    append("good", Duration.ofHours(1), Map.of(Identifier.EMAIL, MAIL));
    append(
        "bad",
        Duration.ofHours(30),
        Map.of(Identifier.EXTERNAL_ID, List.of("a")),
        Map.of(Identifier.EMAIL, List.of("b@example.com")));
    crank.turn();

    assertThat(quality.list(crank.number(), Map.of("group_by", "upload_tag")))
        .extracting(Quality.Row::group, Quality.Row::contactShare)
        .containsExactly(tuple("bad", 0.5), tuple("good", 1.0));
    assertThat(quality.list(crank.number(), Map.of("upload_tag", "bad", "group_by", "day")))
        .extracting(Quality.Row::group)
        .containsExactly("2026-11-02");
    assertThat(quality.list(crank.number(), Map.of("upload_tag", "none"))).isEmpty();
    long nextDay = Instant.parse("2026-11-03T00:00:00Z").getEpochSecond();
    assertThat(quality.list(crank.number(), Map.of("start", Long.toString(nextDay)))).isEmpty();
    assertThat(quality.list(crank.number(), Map.of("end", Long.toString(nextDay)))).hasSize(1);
  }

  @SafeVarargs
  private void append(String tag, Duration ago, Map<Identifier, List<String>>... customers) {
    Instant time = given.clock().instant().minus(ago);
    List<Entry> entries = new ArrayList<>();
    for (Map<Identifier, List<String>> customer : customers) {
      String order = tag + entries.size();
      Entry open = Given.entry(order + crank.number(), time, Duration.ofDays(7));
      entries.add(
          new Entry(
              open.key(),
              null,
              open.facts(),
              EventCodec.encode(
                  new ConversionEvent(
                      new Occasion("Purchase", time.getEpochSecond(), null, null),
                      new Customer(customer),
                      new Sale(new Text(order), null, null, null, List.of()),
                      List.of(),
                      List.of()))));
    }
    given.batch(new Lane(crank.number(), tag, null), entries);
  }
}
