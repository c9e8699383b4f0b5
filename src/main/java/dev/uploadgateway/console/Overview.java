package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.DatasetAdministration;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.Scope;
import dev.uploadgateway.dispatch.Breakers;
import dev.uploadgateway.report.Standings;
import dev.uploadgateway.report.Standings.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what is going on, for the datasets that somebody may see. */
@Component
class Overview {

  private final Datasets datasets;
  private final DatasetAdministration administration;
  private final Standings standings;
  private final Breakers breakers;
  private final Clock clock;

  Overview(
      Datasets datasets,
      DatasetAdministration administration,
      Standings standings,
      Breakers breakers,
      Clock clock) {
    this.datasets = datasets;
    this.administration = administration;
    this.standings = standings;
    this.breakers = breakers;
    this.clock = clock;
  }

  /**
   * @param summary the same in a sentence, for who listens
   */
  record View(String summary, List<Figure> figures, List<Row> rows) {}

  /**
   * @param number as it is shown
   * @param remark what to know about it
   * @param level {@code warn} or {@code bad} where it wants somebody; else empty
   */
  record Figure(String label, String number, String remark, String level) {}

  /**
   * @param repairable whether the reader may do what the state calls for
   */
  record Row(
      String id,
      String label,
      DatasetState state,
      boolean repairable,
      String waiting,
      String oldest,
      String delivered,
      String quarantined) {}

  /** The datasets in view: one, or all that the caller may use. */
  List<Dataset.Identity> inView(Caller caller, String asked) {
    return datasets.identities().stream()
        .filter(dataset -> caller.mayUse(dataset.id()))
        .filter(dataset -> asked.isEmpty() || dataset.id().equals(asked))
        .toList();
  }

  View view(Caller caller, List<Dataset.Identity> inView) {
    Instant now = clock.instant();
    Map<Integer, Standing> byNumber =
        standings.of(inView.stream().map(Dataset.Identity::number).toList()).stream()
            .collect(Collectors.toMap(Standing::dataset, Function.identity()));
    Map<String, Dataset.Identity> byId =
        inView.stream().collect(Collectors.toMap(Dataset.Identity::id, Function.identity()));
    List<Row> rows =
        administration.list(byId::containsKey).stream()
            .map(shown -> {
              Dataset.Identity dataset =
                  Objects.requireNonNull(byId.get(String.valueOf(shown.get("id"))));
              DatasetState state = DatasetState.of(shown, breakers.isOpen(dataset.id()), now);
              return row(
                  caller,
                  dataset,
                  state,
                  Objects.requireNonNull(byNumber.get(dataset.number())),
                  now);
            })
            .sorted(Comparator.comparingInt(row -> urgency(row.state())))
            .toList();
    List<Standing> all = List.copyOf(byNumber.values());
    List<Figure> figures = figures(all, now);
    long stopped = rows.stream().filter(row -> row.state().level().equals("bad")).count();
    return new View(summary(all, stopped, now), figures, rows);
  }

  private static int urgency(DatasetState state) {
    return switch (state.level()) {
      case "bad" -> 0;
      case "warn" -> 1;
      default -> 2;
    };
  }

  private static Row row(
      Caller caller, Dataset.Identity dataset, DatasetState state, Standing standing, Instant now) {
    Instant oldest = standing.oldest();
    return new Row(
        dataset.id(),
        dataset.name() == null ? dataset.id() : dataset.name(),
        state,
        state.repair() != null && caller.may(Scope.ADMIN),
        Say.number(standing.waiting()),
        oldest == null ? "–" : Say.duration(Duration.between(oldest, now)),
        Say.number(standing.delivered()),
        Say.number(standing.quarantined()));
  }

  private static List<Figure> figures(List<Standing> all, Instant now) {
    long waiting = sum(all, Standing::waiting);
    long delivered = sum(all, Standing::delivered);
    long expiring = sum(all, Standing::expiring);
    long quarantined = sum(all, Standing::quarantined);
    boolean more = all.stream().anyMatch(Standing::moreExpiring);
    Instant oldest = oldest(all);
    return List.of(
        new Figure(
            "Waiting",
            Say.number(waiting),
            oldest == null
                ? "All that was accepted is with Meta"
                : "The oldest for " + Say.duration(Duration.between(oldest, now)),
            ""),
        new Figure(
            "Delivered per minute",
            Say.number(Math.ceilDiv(delivered, Standings.LATELY.toMinutes())),
            delivered == 0
                ? "None in " + Say.duration(Standings.LATELY)
                : Say.number(delivered) + " in " + Say.duration(Standings.LATELY),
            ""),
        new Figure(
            "Expiring soon",
            (more ? "over " : "") + Say.number(expiring),
            expiring == 0
                ? "Nothing gets too old for Meta in the next day"
                : "Meta takes them for less than a day more",
            expiring == 0 ? "" : "warn"),
        new Figure(
            "In quarantine",
            Say.number(quarantined),
            quarantined == 0 ? "Nothing waits for a decision" : "They wait for a decision",
            quarantined == 0 ? "" : "warn"));
  }

  private static String summary(List<Standing> all, long stopped, Instant now) {
    long waiting = sum(all, Standing::waiting);
    Instant oldest = oldest(all);
    String waits =
        waiting == 0 || oldest == null
            ? "Nothing waits"
            : "%s %s, the oldest for %s"
                .formatted(
                    Say.count(waiting, "event"),
                    waiting == 1 ? "waits" : "wait",
                    Say.duration(Duration.between(oldest, now)));
    return stopped == 0
        ? waits + "."
        : waits
            + ". "
            + Say.count(stopped, "dataset")
            + (stopped == 1 ? " needs you." : " need you.");
  }

  private static @Nullable Instant oldest(List<Standing> all) {
    return all.stream()
        .map(Standing::oldest)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static long sum(List<Standing> all, ToLongFunction<Standing> part) {
    return all.stream().mapToLong(part).sum();
  }
}
