package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Where events wait for a human, with the reason. A human releases them, which sends them round
 * again, or discards them. What one of them meets on the way that another has decided on meanwhile
 * it leaves alone, so each event is released or discarded once.
 */
@Component
public class Quarantine {

  /**
   * Which quarantined events; null means any, and several conditions hold together.
   *
   * @param batch a batch's id
   */
  public record Filter(
      @Nullable String reasonCode,
      @Nullable String uploadTag,
      @Nullable Long batch,
      @Nullable Events events) {

    /** The names of what is asked for, and no value: an order's id may lead to a customer. */
    List<String> criteria() {
      List<String> criteria = new ArrayList<>();
      addIf(reasonCode != null, "reason", criteria);
      addIf(uploadTag != null, "upload_tag", criteria);
      addIf(batch != null, "batch", criteria);
      addIf(events != null && events.key() != null, "event", criteria);
      addIf(events != null && events.orderHash() != null, "order_id", criteria);
      return criteria;
    }

    private static void addIf(boolean asked, String name, List<String> criteria) {
      if (asked) {
        criteria.add(name);
      }
    }

    public Filter(@Nullable String reasonCode, @Nullable String uploadTag, @Nullable Long batch) {
      this(reasonCode, uploadTag, batch, null);
    }
  }

  /**
   * Certain events, which are found as long as their keys are kept: 63 days from the day of the
   * event.
   *
   * @param key the event's key; null means any of the order
   * @param orderHash the hash of the events' order; null means any
   */
  public record Events(@Nullable EventKey key, @Nullable Long orderHash) {
    public Events {
      if (key == null && orderHash == null) {
        throw new IllegalArgumentException("Certain events have a key or an order");
      }
    }
  }

  /**
   * A quarantined batch.
   *
   * @param deadline from here on Meta refuses the oldest of its events even when released
   */
  public record Row(
      long batch,
      String uploadTag,
      int events,
      Reason reason,
      Instant since,
      Instant deadline,
      Details details) {}

  /**
   * Events that are in quarantine for the same reason.
   *
   * @param since when the first of them came
   * @param deadline from here on Meta refuses the oldest of them even when released
   */
  public record Group(Reason reason, long batches, long events, Instant since, Instant deadline) {}

  /**
   * @param attempts calls that failed since it was accepted or last released
   * @param lastCall null where none was made, or made no difference
   * @param eventKeys null for several events that were not asked for by their batch, and where the
   *     envelope cannot be opened
   */
  public record Details(
      int attempts, @Nullable LastCall lastCall, @Nullable List<EventKey> eventKeys) {}

  /** When the last call with the events was sent, and what Meta said. */
  public record LastCall(Instant at, CallRecord.Answer answer) {}

  /**
   * What a decision came to.
   *
   * @param events how many events were released or discarded
   * @param unopened batches which hold some of the wanted events beside others, and which nobody
   *     can take apart because their envelopes cannot be opened; left as they were
   */
  public record Decided(long events, List<Long> unopened) {
    static final Decided NOTHING = new Decided(0, List.of());

    public Decided {
      unopened = List.copyOf(unopened);
    }

    Decided and(Decided more) {
      List<Long> all = new ArrayList<>(unopened);
      all.addAll(more.unopened);
      return new Decided(events + more.events, all);
    }
  }

  private final QuarantinedBatches batches;
  private final Decisions decisions;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Quarantine(
      QuarantinedBatches batches,
      Decisions decisions,
      ApplicationEventPublisher publisher,
      Clock clock) {
    this.batches = batches;
    this.decisions = decisions;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * @param dataset the dataset's number
   * @param after batches with a higher id than this, in the order of their ids
   */
  public List<Row> list(int dataset, Filter filter, long after, int limit) {
    return batches.list(dataset, filter, after, limit);
  }

  /**
   * How many events wait for which reason, in the same words; the largest groups first.
   *
   * @param dataset the dataset's number
   * @param uploadTag null counts those of all uploads
   */
  public List<Group> groups(int dataset, @Nullable String uploadTag, int limit) {
    return batches.groups(dataset, uploadTag, limit);
  }

  /**
   * Sends quarantined events round again, with all attempts before them. Frozen bytes stay as they
   * are. What has passed its deadline comes back as expired.
   *
   * @param dataset the dataset's number
   */
  public Decided release(int dataset, Filter filter) {
    Instant now = clock.instant();
    Decided released = decide(dataset, filter, Decision.RELEASE, now);
    if (released.events() > 0) {
      publisher.publishEvent(new Waiting(dataset, now));
    }
    return released;
  }

  /**
   * Deletes quarantined events for good, their personal data and their keys with them: posted
   * again, they are new.
   *
   * @param dataset the dataset's number
   */
  public Decided discard(int dataset, Filter filter) {
    return decide(dataset, filter, Decision.DISCARD, clock.instant());
  }

  /** A transaction at a time, so that a large quarantine holds up nobody. */
  private Decided decide(int dataset, Filter filter, Decision decision, Instant asked) {
    QuarantinedBatches.Lookup lookup = batches.select(dataset, filter);
    Decided decided = Decided.NOTHING;
    List<Long> next = batches.next(lookup, asked, decision, 0);
    while (!next.isEmpty()) {
      decided =
          decided.and(
              filter.events() == null
                  ? decisions.ofBatches(decision, dataset, filter, next, asked)
                  : decisions.ofEvents(decision, dataset, filter, next, asked));
      next = batches.next(lookup, asked, decision, next.getLast());
    }
    return decided;
  }
}
