package dev.uploadgateway.intake;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dispatch.DispatchProperties;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.outbox.Append;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.outbox.Outbox;
import dev.uploadgateway.outbox.Progress;
import dev.uploadgateway.problem.Problem;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Takes a request's events: all that are good, or none where the request fails. Up to a batch
 * shares its transaction with other requests; more gets one of its own, in which a stream is stored
 * as it is read.
 */
@Component
class Intake {

  /**
   * The most bytes of a batch, give or take an event. To compress and seal one takes several times
   * its bytes, in one piece each: a batch of 1,000 large events would take more than a small heap
   * has.
   */
  static final int BATCH_BYTES = 4 * 1024 * 1024;

  private final GroupCommit groupCommit;
  private final Outbox outbox;
  private final MatchKeyMaker matchKeys;
  private final Terms terms;
  private final Clock clock;
  private final Bulkhead streams;

  /** The settings that intake goes by. */
  @Component
  record Terms(IntakeProperties intake, DispatchProperties dispatch) {}

  Intake(
      GroupCommit groupCommit, Outbox outbox, MatchKeyMaker matchKeys, Terms terms, Clock clock) {
    this.groupCommit = groupCommit;
    this.outbox = outbox;
    this.matchKeys = matchKeys;
    this.terms = terms;
    this.clock = clock;
    this.streams =
        Bulkhead.of(
            "intake-streams",
            BulkheadConfig.custom()
                .maxConcurrentCalls(terms.intake().maxStreams())
                .maxWaitDuration(Duration.ZERO)
                .build());
  }

  Reception begin(Dataset dataset) {
    return new Reception(dataset, matchKeys, clock.instant(), terms.intake().maxListed());
  }

  Reception begin(Dataset dataset, Reception.Manner manner) {
    return new Reception(dataset, matchKeys, clock.instant(), manner);
  }

  /** Stores events that have all been read. */
  void store(Lane lane, Reception reception) {
    store(lane, reception.take(lane), reception, null);
  }

  /**
   * Stores what was taken of the reception.
   *
   * @param progress which of the client's own rows they are, if it says so
   * @throws Progress.Overlap if some of those rows were stored before; then nothing is
   */
  void store(Lane lane, List<Entry> entries, Reception reception, @Nullable Progress progress) {
    if (entries.isEmpty()) {
      return;
    }
    if (progress == null && endOfBatch(entries, 0) == entries.size()) {
      reception.countDuplicates(groupCommit.append(lane, entries, reception.rejected()));
      return;
    }
    outbox.append(
        lane,
        linger(),
        append -> {
          addAll(append, entries, reception);
          if (progress != null) {
            append.record(progress);
          }
          return append;
        });
  }

  /**
   * Stores what was taken of the reception, none or more, in one transaction with what else is
   * recorded in it.
   */
  void storeTogether(Lane lane, List<Entry> entries, Reception reception, Runnable record) {
    outbox.append(
        lane,
        linger(),
        append -> {
          addAll(append, entries, reception);
          record.run();
          return append;
        });
  }

  private static void addAll(Append append, List<Entry> entries, Reception reception) {
    int from = 0;
    while (from < entries.size()) {
      int to = endOfBatch(entries, from);
      reception.countDuplicates(append.add(entries.subList(from, to)));
      from = to;
    }
    append.reject(reception.rejected());
  }

  private static int endOfBatch(List<Entry> entries, int from) {
    int most = Math.min(from + Outbox.BATCH_LIMIT, entries.size());
    int bytes = 0;
    int to = from;
    while (to < most && bytes < BATCH_BYTES) {
      bytes += entries.get(to++).payload().length;
    }
    return to;
  }

  /** Where events come from, one after another. */
  interface Source {

    /** Reads the next into the reception; false at the end. */
    boolean readNext(Reception reception);
  }

  /** Stores events as they are read, one after another, until their source ends. */
  void stream(Lane lane, Source source, Reception reception) {
    if (!readBatch(source, reception)) {
      store(lane, reception);
      return;
    }
    if (!streams.tryAcquirePermission()) {
      throw new Problem(
              HttpStatus.SERVICE_UNAVAILABLE,
              "too_many_streams",
              "As many large uploads are under way as the gateway stores at once. Nothing was stored")
          .withHeader(HttpHeaders.RETRY_AFTER, "10");
    }
    try {
      outbox.append(lane, linger(), append -> storeAll(append, lane, source, reception));
    } finally {
      streams.onComplete();
    }
  }

  private static Append storeAll(Append append, Lane lane, Source source, Reception reception) {
    boolean more;
    do {
      reception.countDuplicates(append.add(reception.take(lane)));
      more = readBatch(source, reception);
    } while (more || reception.waiting() > 0);
    append.reject(reception.rejected());
    return append;
  }

  /** Reads until a batch is full; false where the input ended before. */
  private static boolean readBatch(Source source, Reception reception) {
    while (reception.waiting() < Outbox.BATCH_LIMIT && reception.waitingBytes() < BATCH_BYTES) {
      if (!source.readNext(reception)) {
        return false;
      }
    }
    return true;
  }

  private Duration linger() {
    return terms.dispatch().linger();
  }
}
