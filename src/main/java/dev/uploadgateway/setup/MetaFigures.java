package dev.uploadgateway.setup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.uploadgateway.dataset.Credentials;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.meta.GraphApi;
import dev.uploadgateway.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What Meta itself counts of a dataset, as it told last. Nobody waits for it: who looks gets what
 * is known, and where that is older than {@code gateway.reports.meta-refresh}, Meta is asked in the
 * background for who looks next. A dataset that nobody looks at is never asked about.
 */
@Component
public class MetaFigures implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(MetaFigures.class);

  /** Of all datasets together; what waits for a place waits where nobody sees it. */
  private static final int MOST_AT_ONCE = 4;

  /**
   * Something that Meta tells, or why it does not.
   *
   * @param value null as long as it never told
   * @param toldAt when it told the value
   * @param askedAt when it was asked last; null as long as it never was
   * @param code why it did not tell when it was asked last: {@code no_token}, {@code
   *     not_asked_yet}, {@code dataset_blocked}, {@code dataset_throttled}, {@code failed}, or one
   *     of the {@code meta_…} of set-up; null where it told
   * @param reason the same in words
   */
  public record Told<T>(
      @Nullable T value,
      @Nullable Instant toldAt,
      @Nullable Instant askedAt,
      @Nullable String code,
      @Nullable String reason) {

    private static <T> Told<T> nothing(String code, String reason) {
      return new Told<>(null, null, null, code, reason);
    }

    private static <T> Told<T> told(T value, Instant now) {
      return new Told<>(value, now, now, null, null);
    }

    private Told<T> failed(Instant now, String failure, String why) {
      return new Told<>(value, toldAt, now, failure, why);
    }
  }

  /** All that Meta tells; each part comes or fails by itself. */
  public record Figures(
      Told<Map<String, MetaUpload>> uploads, Told<List<MetaHour>> hours, Told<JsonNode> quality) {

    private static Figures nothing(String code, String reason) {
      return new Figures(
          Told.nothing(code, reason), Told.nothing(code, reason), Told.nothing(code, reason));
    }
  }

  /** With whose token they were asked for, since when they count as fresh, and who is asking. */
  private record Entry(Credentials as, Instant begun, Figures figures) {}

  private final MetaFiguresReader reader;
  private final MetaFiguresProperties properties;
  private final Clock clock;
  private final Cache<String, Entry> entries = Caffeine.newBuilder().maximumSize(1_000).build();
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("figures-", 0).factory());

  MetaFigures(MetaFiguresReader reader, MetaFiguresProperties properties, Clock clock) {
    this.reader = reader;
    this.properties = properties;
    this.clock = clock;
  }

  /** What is known now; never waits, never throws. */
  public Figures of(Dataset dataset) {
    if (dataset.credentials().accessToken() == null) {
      return Figures.nothing("no_token", "The dataset has no access token to ask Meta with");
    }
    Instant now = clock.instant();
    Entry known = entries.getIfPresent(dataset.id());
    if (known != null && known.as().equals(dataset.credentials()) && !isOld(known, now)) {
      return known.figures();
    }
    return renewed(dataset, now);
  }

  private boolean isOld(Entry entry, Instant now) {
    return !now.isBefore(entry.begun().plus(properties.metaRefresh()));
  }

  /** Whoever comes first sends for new ones; the others see what was there before. */
  private Figures renewed(Dataset dataset, Instant now) {
    Figures[] before = {
      Figures.nothing("not_asked_yet", "Meta is being asked now: look again in some seconds")
    };
    entries
        .asMap()
        .compute(
            dataset.id(),
            (id, known) -> {
              boolean sameToken = known != null && known.as().equals(dataset.credentials());
              if (known != null && sameToken) {
                before[0] = known.figures();
                if (!isOld(known, now)) {
                  return known;
                }
              }
              if (!dataset.reachability().open(now)) {
                before[0] = closed(dataset, before[0]);
                return known;
              }
              Figures old = before[0];
              workers.execute(() -> ask(dataset, old));
              return new Entry(dataset.credentials(), now, old);
            });
    return before[0];
  }

  /** Calls would prolong a throttle, and a block is lifted by a human. */
  private static Figures closed(Dataset dataset, Figures before) {
    boolean blocked = dataset.reachability().blockedReason() != null;
    String code = blocked ? "dataset_blocked" : "dataset_throttled";
    String reason =
        blocked
            ? "Meta is not asked while the dataset is blocked"
            : "Meta is not asked until its throttle has passed";
    return new Figures(
        closed(before.uploads(), code, reason),
        closed(before.hours(), code, reason),
        closed(before.quality(), code, reason));
  }

  private static <T> Told<T> closed(Told<T> before, String code, String reason) {
    return new Told<>(before.value(), before.toldAt(), before.askedAt(), code, reason);
  }

  private void ask(Dataset dataset, Figures before) {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      GraphApi.As as = GraphApi.As.of(dataset);
      Figures figures =
          new Figures(
              told(before.uploads(), () -> reader.uploads(as, dataset)),
              told(before.hours(), () -> reader.hours(as, dataset)),
              told(before.quality(), () -> reader.quality(as, dataset)));
      entries
          .asMap()
          .computeIfPresent(
              dataset.id(),
              (id, entry) ->
                  entry.as().equals(dataset.credentials())
                      ? new Entry(entry.as(), entry.begun(), figures)
                      : entry);
    } finally {
      places.release();
    }
  }

  private <T> Told<T> told(Told<T> before, Supplier<T> question) {
    try {
      return Told.told(question.get(), clock.instant());
    } catch (Problem e) {
      return before.failed(clock.instant(), e.code(), e.detail());
    } catch (RuntimeException e) {
      // A bug, or an answer of a shape that nobody thought of: the reports go on without it.
      log.error("Meta's figures cannot be read", e);
      return before.failed(clock.instant(), "failed", "Meta's answer cannot be read");
    }
  }

  @Override
  public void destroy() {
    workers.shutdownNow();
  }
}
