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

  /** So that the schema can be distributed by dataset on a cluster (src/docs/operating.md). */
  @Test
  void nothingIsUniqueAndNothingRefersAcrossDatasets() {
    List<String> across =
        jdbc.sql(
                """
                select i.indexrelid::regclass::text
                from pg_index i
                join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
                join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'dataset'
                where i.indisunique and i.indkey[0] <> a.attnum
                union all
                select f.conname
                from pg_constraint f
                join pg_attribute a on a.attrelid = f.conrelid and a.attname = 'dataset'
                where f.contype = 'f' and f.connamespace = 'public'::regnamespace
                  and f.conkey[1] <> a.attnum
                """)
            .query(String.class)
            .list();

    assertThat(across).isEmpty();
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
