package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What waits can be looked at, and waits on as it was. */
@SpringBootTest
@Import(ByHand.class)
class LookoutIT {

  @Autowired Lookout lookout;
  @Autowired Claims claims;
  @Autowired Settlement settlement;
  @Autowired Given given;
  @Autowired JdbcClient jdbc;

  private final List<Lookout.Found> seen = new ArrayList<>();

  @Test
  void allThatWaitsIsSeenAndCanStillBeClaimed() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    given.batch(lane, given.entries("a", 3));
    given.append(lane, given.entries("b", 4));

    Lookout.Seen look = lookout.look(dataset, 100, seen::add);

    assertThat(look).isEqualTo(new Lookout.Seen(false, 0));
    assertThat(seen).hasSize(7).allMatch(found -> found.wire() == null);
    assertThat(claims.claim(dataset, 1_000, Given.LEASE).orElseThrow().events()).hasSize(7);
  }

  @Test
  void whereMoreWaitsThanIsLookedAtItIsSaid() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    given.batch(lane, given.entries("a", 3));
    given.batch(lane, given.entries("b", 3));
    given.batch(lane, given.entries("c", 3));

    assertThat(lookout.look(dataset, 5, seen::add).more()).as("cut within a batch").isTrue();
    assertThat(seen).hasSize(5);
    seen.clear();
    assertThat(lookout.look(dataset, 6, seen::add).more()).as("cut between batches").isTrue();
    assertThat(seen).hasSize(6);
    seen.clear();
    assertThat(lookout.look(dataset, 9, seen::add).more()).as("just enough").isFalse();
    assertThat(seen).hasSize(9);
  }

  @Test
  void deliveredOnesAndThoseOfOthersAreNotSeen() {
    int dataset = given.dataset();
    int other = given.dataset();
    given.batch(new Lane(dataset, "till", null), given.entries("a", 3));
    given.batch(new Lane(other, "till", null), given.entries("b", 3));
    settlement.delivered(
        claims.claim(dataset, 1_000, Given.LEASE).orElseThrow(),
        Given.call("accepted", Instant.EPOCH),
        List.of());

    assertThat(lookout.look(dataset, 100, seen::add)).isEqualTo(new Lookout.Seen(false, 0));
    assertThat(seen).isEmpty();
  }

  @Test
  void whatDoesNotOpenIsCountedAndTheRestIsSeen() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    long broken = given.batch(lane, given.entries("a", 3));
    given.batch(lane, given.entries("b", 4));
    jdbc.sql("update batch set envelope = decode('00', 'hex') where dataset = ? and id = ?")
        .params(dataset, broken)
        .update();

    assertThat(lookout.look(dataset, 100, seen::add)).isEqualTo(new Lookout.Seen(false, 3));
    assertThat(seen).hasSize(4);
  }
}
