package dev.uploadgateway.intake;

import dev.uploadgateway.dispatch.DispatchProperties;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.outbox.Outbox;
import dev.uploadgateway.trace.Traces;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Lets requests for the same upload share a transaction and an envelope. One receipt a request is
 * the normal case at a till, and must not cost a commit each: while commits are under way, what
 * arrives meanwhile is gathered for the next. So nobody waits on an idle gateway, and groups grow
 * with the load.
 */
@Component
class GroupCommit {

  /**
   * Commits under way at once for one upload; a second keeps the processor busy while the first
   * waits for the disk.
   */
  private static final int COMMITTERS = 2;

  /**
   * @param traceparent of its request; null where nobody follows it
   */
  private record Member(
      List<Entry> entries,
      long rejected,
      @Nullable String traceparent,
      CompletableFuture<BitSet> duplicates) {

    int bytes() {
      int bytes = 0;
      for (Entry entry : entries) {
        bytes += entry.payload().length;
      }
      return bytes;
    }
  }

  /** Who waits for a lane; read and changed only inside of {@link ConcurrentHashMap#compute}. */
  private static final class Queue {
    private final Deque<Member> members = new ArrayDeque<>();
    private int committers;
  }

  private final ConcurrentHashMap<Lane, Queue> queues = new ConcurrentHashMap<>();
  private final ExecutorService committers = Executors.newVirtualThreadPerTaskExecutor();
  private final Outbox outbox;
  private final DispatchProperties dispatch;
  private final Traces traces;
  private final DistributionSummary requests;

  GroupCommit(Outbox outbox, DispatchProperties dispatch, Traces traces, MeterRegistry meters) {
    this.outbox = outbox;
    this.dispatch = dispatch;
    this.traces = traces;
    this.requests = meters.summary("gateway.intake.commit.requests");
  }

  /**
   * Returns once the entries are stored for good.
   *
   * @param entries at most {@link Outbox#BATCH_LIMIT}
   * @return the positions of those that were stored before
   */
  BitSet append(Lane lane, List<Entry> entries, long rejected) {
    Member member = new Member(entries, rejected, traces.current(), new CompletableFuture<>());
    queues.compute(
        lane,
        (key, present) -> {
          Queue queue = present == null ? new Queue() : present;
          queue.members.add(member);
          if (queue.committers < COMMITTERS) {
            queue.committers++;
            committers.execute(() -> commitAll(lane));
          }
          return queue;
        });
    try {
      return member.duplicates().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** How many requests wait for the next commit of that lane. */
  int gathered(Lane lane) {
    int[] members = {0};
    queues.computeIfPresent(
        lane,
        (key, queue) -> {
          members[0] = queue.members.size();
          return queue;
        });
    return members[0];
  }

  private void commitAll(Lane lane) {
    for (List<Member> group = next(lane); !group.isEmpty(); group = next(lane)) {
      commit(lane, group);
    }
  }

  /** The next members that fit into a batch together; none ends this committer. */
  private List<Member> next(Lane lane) {
    List<Member> group = new ArrayList<>();
    queues.compute(
        lane,
        (key, queue) -> {
          int events = 0;
          int bytes = 0;
          Member first = queue == null ? null : queue.members.peek();
          while (first != null
              && events + first.entries().size() <= Outbox.BATCH_LIMIT
              && bytes < Intake.BATCH_BYTES) {
            events += first.entries().size();
            bytes += first.bytes();
            group.add(queue.members.remove());
            first = queue.members.peek();
          }
          return group.isEmpty() && queue != null && --queue.committers == 0 ? null : queue;
        });
    return group;
  }

  private void commit(Lane lane, List<Member> group) {
    List<String> requests =
        group.stream().map(Member::traceparent).filter(Objects::nonNull).toList();
    traces.follow(
        "append",
        SpanKind.INTERNAL,
        requests,
        span -> {
          span.setAttribute("requests", group.size());
          commitNow(lane, group);
        });
  }

  private void commitNow(Lane lane, List<Member> group) {
    List<Entry> entries = new ArrayList<>();
    long rejected = 0;
    for (Member member : group) {
      entries.addAll(member.entries());
      rejected += member.rejected();
    }
    try {
      BitSet duplicates = outbox.append(lane, entries, dispatch.linger(), rejected);
      requests.record(group.size());
      int from = 0;
      for (Member member : group) {
        int to = from + member.entries().size();
        member.duplicates().complete(duplicates.get(from, to));
        from = to;
      }
    } catch (DataIntegrityViolationException e) {
      if (group.size() > 1) {
        // One of them is at fault, and only that one is to fail.
        group.forEach(member -> commit(lane, List.of(member)));
      } else {
        group.getFirst().duplicates().completeExceptionally(e);
      }
    } catch (RuntimeException | Error e) {
      // Nothing of the group was stored, and each of its requests has to know.
      group.forEach(member -> member.duplicates().completeExceptionally(e));
    }
  }
}
