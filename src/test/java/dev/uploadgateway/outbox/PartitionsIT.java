package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;

@SpringBootTest
@Import(ByHand.class)
@DirtiesContext
class PartitionsIT {

  @Autowired Partitions partitions;
  @Autowired Given given;
  @Autowired SettableClock clock;
  @Autowired JdbcClient jdbc;

  @Test
  void thereIsOneForEveryDayFromTheOldestThatMetaTakesToAWeekAhead() {
    partitions.keep();

    assertThat(days()).containsExactlyElementsOf(expected());
  }

  @Test
  void asTimePassesOldOnesAreDroppedWithTheirKeysAndNewOnesMade() {
    int dataset = given.dataset();
    given.append(new Lane(dataset, "till", null), given.entries("x", 3));
    clock.advance(Duration.ofDays(70));

    partitions.keep();

    assertThat(days()).containsExactlyElementsOf(expected());
    assertThat(given.number("select count(*) from event_key where dataset = ?", dataset)).isZero();
    assertThat(given.append(new Lane(dataset, "till", null), given.entries("y", 3)).isEmpty())
        .isTrue();
  }

  @Test
  void severalNodesKeepThemAtOnce() throws Exception {
    clock.advance(Duration.ofDays(5));

    OutboxIT.atOnce(
        6,
        () -> {
          partitions.keep();
          return true;
        });

    assertThat(days()).containsExactlyElementsOf(expected());
  }

  private List<String> expected() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return Stream.iterate(today.minusDays(63), day -> day.plusDays(1))
        .limit(63 + 1 + 7)
        .map(day -> "event_key_" + day.toString().replace("-", ""))
        .toList();
  }

  private List<String> days() {
    return jdbc.sql(OutboxSql.PARTITIONS).query(String.class).list().stream().sorted().toList();
  }
}
