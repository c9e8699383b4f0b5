package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@Import(ByHand.class)
class RemovalIT {

  private static final Duration QUARANTINE = Duration.ofDays(62);
  private static final Duration HISTORY = Duration.ofDays(400);

  @Autowired JdbcClient jdbc;
  @Autowired Claims claims;
  @Autowired Settlement settlement;
  @Autowired Batches batches;
  @Autowired Decisions decisions;
  @Autowired Given given;
  @Autowired SettableClock clock;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void whatIsInQuarantineGoesWhenNobodyCanReleaseItAnyMoreAndIsCountedAsDiscarded() {
    int dataset = given.dataset();
    long batch = quarantined(dataset, given.entries("old", 3));

    enforce(dataset, QUARANTINE, Duration.ofDays(61));
    assertThat(exists(dataset, batch)).isTrue();

    enforce(dataset, QUARANTINE, Duration.ofDays(63));
    assertThat(exists(dataset, batch)).isFalse();
    assertThat(given.number("select count(*) from event_key where dataset = ?", dataset)).isZero();
    assertThat(given.number("select sum(discarded) from upload where dataset = ?", dataset))
        .isEqualTo(3);
    assertThat(given.number("select sum(quarantined) from upload where dataset = ?", dataset))
        .isZero();
    assertThat(removed("quarantined_events")).isEqualTo(3);
  }

  @Test
  void aShorterRetentionWaitsForTheLastEventThatMetaStillTakes() {
    int dataset = given.dataset();
    Instant now = clock.instant();
    long mixed =
        quarantined(
            dataset,
            List.of(
                Given.entry("web " + dataset, now, Duration.ofDays(7)),
                Given.entry("store " + dataset, now, Duration.ofDays(62))));
    long web =
        quarantined(dataset, List.of(Given.entry("only web " + dataset, now, Duration.ofDays(7))));

    enforce(dataset, Duration.ofDays(2), Duration.ofDays(6));
    assertThat(exists(dataset, web)).isTrue();

    enforce(dataset, Duration.ofDays(2), Duration.ofDays(8));
    assertThat(exists(dataset, web)).isFalse();
    assertThat(exists(dataset, mixed)).isTrue();

    enforce(dataset, Duration.ofDays(2), Duration.ofDays(62));
    assertThat(exists(dataset, mixed)).isFalse();
  }

  @Test
  void whatCannotBeOpenedGoesToo() {
    int dataset = given.dataset();
    long batch = quarantined(dataset, given.entries("sealed", 2));
    jdbc.sql("update batch set seal_key_id = 'lost' where dataset = ?").param(dataset).update();

    enforce(dataset, QUARANTINE, Duration.ofDays(63));

    assertThat(exists(dataset, batch)).isFalse();
    assertThat(given.number("select count(*) from event_key where dataset = ?", dataset)).isZero();
  }

  @Test
  void deliveredBatchesAndCallsGoAfterTheirHistoryAndWhatWaitsStays() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    long delivered = given.batch(lane, given.entries("delivered", 2));
    Claim claim = claims.claim(dataset, 1_000, Given.LEASE).orElseThrow();
    settlement.delivered(claim, Given.call("accepted", clock.instant()), List.of());
    long quarantined = quarantined(new Lane(dataset, "other", null), given.entries("asked", 1));
    long waiting = given.batch(lane, given.entries("waiting", 1));

    enforce(dataset, Duration.ofDays(1_000), Duration.ofDays(399));
    assertThat(exists(dataset, delivered)).isTrue();
    assertThat(given.number("select count(*) from call where dataset = ?", dataset)).isEqualTo(1);

    enforce(dataset, Duration.ofDays(1_000), Duration.ofDays(401));
    assertThat(exists(dataset, delivered)).isFalse();
    assertThat(exists(dataset, waiting)).isTrue();
    assertThat(exists(dataset, quarantined)).isTrue();
    assertThat(given.number("select count(*) from call where dataset = ?", dataset)).isZero();
    assertThat(given.number("select sum(delivered) from upload where dataset = ?", dataset))
        .as("what was counted stays counted")
        .isEqualTo(2);
    assertThat(removed("delivered_batches")).isEqualTo(1);
    assertThat(removed("calls")).isEqualTo(1);
  }

  @Test
  void aHistoryShorterThanReceiptsStopsTheStartByItsProperty() {
    assertThatThrownBy(() -> new RetentionProperties(QUARANTINE, Duration.ofDays(63)))
        .hasMessageContaining("gateway.retention.history");
    assertThatThrownBy(() -> new RetentionProperties(Duration.ZERO, HISTORY))
        .hasMessageContaining("gateway.retention.quarantine");
  }

  private long quarantined(int dataset, List<Entry> entries) {
    return quarantined(new Lane(dataset, "quarantine", null), entries);
  }

  private long quarantined(Lane lane, List<Entry> entries) {
    long batch = given.batch(lane, entries);
    Claim claim = claims.claim(lane.dataset(), 1_000, Given.LEASE).orElseThrow();
    settlement.quarantine(claim, ReasonCode.EXPIRED.with("too old"), null);
    assertThat(claim.batches()).hasSize(1);
    return batch;
  }

  /** As if so much time had passed. */
  private void enforce(int dataset, Duration quarantine, Duration later) {
    Clock then = Clock.fixed(clock.instant().plus(later), ZoneOffset.UTC);
    new Removal(
            jdbc,
            batches,
            decisions,
            new RetentionProperties(quarantine, HISTORY),
            new Removal.RemovedMeter(meters),
            then)
        .enforce(dataset);
  }

  private boolean exists(int dataset, long batch) {
    return jdbc.sql("select count(*) from batch where dataset = ? and id = ?")
            .params(dataset, batch)
            .query(Integer.class)
            .single()
        == 1;
  }

  private double removed(String what) {
    return meters.counter("gateway.retention.removed", "what", what).count();
  }
}
