package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.seal.Seal;
import dev.uploadgateway.seal.Sealed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a test of the outbox starts from: a dataset of its own, and events in it. */
public record Given(JdbcClient jdbc, Outbox outbox, Seal seal, SettableClock clock) {

  public static final Duration LINGER = Duration.ofSeconds(2);
  public static final Duration LEASE = Duration.ofMinutes(5);
  private static final AtomicInteger count = new AtomicInteger();

  /** A dataset with a token; its number. */
  public int dataset() {
    String id = "9" + count.incrementAndGet();
    Sealed token =
        seal.seal("token".getBytes(StandardCharsets.UTF_8), "dataset/" + id + "/access_token");
    return jdbc.sql(
            """
            insert into dataset (id, access_token_key_id, access_token_wrapped_key, access_token_envelope)
            values (?, ?, ?, ?) returning number
            """)
        .params(id, token.keyId(), token.wrappedKey(), token.envelope())
        .query(Integer.class)
        .single();
  }

  /** Events that differ in their names; the payload is the name. */
  public List<Entry> entries(String name, int events) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      entries.add(entry(name + i, clock.instant(), Duration.ofDays(62)));
    }
    return entries;
  }

  public static Entry entry(String name, Instant time, Duration window) {
    byte[] payload = name.getBytes(StandardCharsets.UTF_8);
    long seconds = time.getEpochSecond();
    Instant deadline = Instant.ofEpochSecond(seconds).plus(window);
    return new Entry(
        new EventKey(UUID.nameUUIDFromBytes(payload)),
        null,
        new Entry.Facts("Purchase", seconds, deadline, null),
        payload);
  }

  public BitSet append(Lane lane, List<Entry> entries) {
    return outbox.append(lane, entries, LINGER, 0);
  }

  /** One batch, due at once; its id. */
  public long batch(Lane lane, List<Entry> entries) {
    outbox.append(lane, entries, Duration.ZERO, 0);
    return jdbc.sql("select max(id) from batch where dataset = ?")
        .param(lane.dataset())
        .query(Long.class)
        .single();
  }

  /** One column of a batch, as text. */
  public String column(int dataset, long batch, String column) {
    return jdbc.sql("select " + column + "::text from batch where dataset = ? and id = ?")
        .params(dataset, batch)
        .query((row, number) -> String.valueOf(row.getString(1)))
        .single();
  }

  /** A number from the database about that dataset. */
  public long number(String sql, int dataset) {
    return jdbc.sql(sql).param(dataset).query(Long.class).single();
  }

  /** accepted, duplicates, rejected, delivered, quarantined, calls of all uploads. */
  public List<Long> counters(int dataset) {
    return jdbc.sql(
            """
            select sum(accepted), sum(duplicates), sum(rejected), sum(delivered), sum(quarantined), sum(calls)
            from upload where dataset = ?
            """)
        .param(dataset)
        .query((row, number) ->
            List.of(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6)))
        .single();
  }

  public static CallRecord call(String outcome, Instant at) {
    return new CallRecord(
        at, 12, 345, outcome, new CallRecord.Answer(200, null, null, "trace", null));
  }

  public static String text(StoredEvent event) {
    return new String(event.payload(), StandardCharsets.UTF_8);
  }
}
