package dev.uploadgateway.outbox;

import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.seal.Sealed;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks at what waits, without claiming it. */
@Component
public class Lookout {

  private static final Logger log = LoggerFactory.getLogger(Lookout.class);

  /**
   * An event that waits.
   *
   * @param wire the dialect of its frozen bytes; null while it is raw
   */
  public record Found(StoredEvent event, @Nullable String wire) {}

  /**
   * What was seen.
   *
   * @param more whether more wait than that
   * @param unopened events whose envelope does not open; they are quarantined when they fall due
   */
  public record Seen(boolean more, int unopened) {}

  private record Row(BatchPlace place, int events, @Nullable String wire, Sealed sealed) {}

  private final JdbcClient jdbc;
  private final Batches batches;

  Lookout(JdbcClient jdbc, Batches batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /**
   * Shows events that wait, the oldest deadlines first.
   *
   * @param dataset the dataset's number
   * @param most how many to show
   */
  public Seen look(int dataset, int most, Consumer<Found> viewer) {
    AtomicInteger seen = new AtomicInteger();
    AtomicInteger unopened = new AtomicInteger();
    for (Row row : rows(dataset, most)) {
      for (StoredEvent event : open(row, unopened)) {
        if (seen.incrementAndGet() <= most) {
          viewer.accept(new Found(event, row.wire()));
        }
      }
    }
    return new Seen(seen.get() > most, unopened.get());
  }

  private List<Row> rows(int dataset, int most) {
    return jdbc.sql(OutboxSql.LOOK)
        .param("dataset", dataset)
        .param("most", most)
        .query((row, number) ->
            new Row(
                new BatchPlace(dataset, row.getLong("upload_id"), row.getLong("id")),
                row.getInt("events"),
                row.getString("wire"),
                new Sealed(
                    row.getString("seal_key_id"),
                    row.getBytes("data_key"),
                    row.getBytes("envelope"))))
        .list();
  }

  private List<StoredEvent> open(Row row, AtomicInteger unopened) {
    try {
      return batches.open(row.place(), row.sealed());
    } catch (SealBroken | IllegalArgumentException e) {
      log.warn("Batch {} cannot be opened: {}", row.place().batch(), e.getMessage());
      unopened.addAndGet(row.events());
      return List.of();
    }
  }
}
