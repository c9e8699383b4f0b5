package dev.uploadgateway.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dispatch.Breakers;
import dev.uploadgateway.report.Standings;
import dev.uploadgateway.report.Standings.Quarantined;
import dev.uploadgateway.report.Standings.Standing;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How every dataset is at this moment. */
@Component
class Situation {

  /**
   * Whether events go out to a dataset.
   *
   * @param blockedReason why not, until a human changes the dataset; null where it is not blocked
   * @param throttledUntil until when Meta wants no call; null where it takes them
   * @param breakerOpen whether this process pauses, because too many of its last calls failed
   * @param tokenExpiresAt when Meta takes the token no longer; null where nobody said
   */
  record Road(
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("blocked_reason")
          @Nullable String blockedReason,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("throttled_until")
          @Nullable Instant throttledUntil,
      @JsonProperty("breaker_open") boolean breakerOpen,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("token_expires_at")
          @Nullable Instant tokenExpiresAt) {

    boolean blocked() {
      return blockedReason != null;
    }
  }

  /** A dataset with all that is known of it; what is in quarantine by its reasons. */
  record View(Dataset.Identity identity, Road road, Standing standing, Map<String, Long> reasons) {}

  private static final String WITHOUT_TOKEN = "It has no access token";

  private final Datasets datasets;
  private final Standings standings;
  private final Breakers breakers;
  private final Clock clock;

  Situation(Datasets datasets, Standings standings, Breakers breakers, Clock clock) {
    this.datasets = datasets;
    this.standings = standings;
    this.breakers = breakers;
    this.clock = clock;
  }

  /** Of each dataset, by id. */
  List<View> views() {
    List<Dataset> all = datasets.all();
    Map<Integer, Standing> byNumber =
        standings.of(all.stream().map(Dataset::number).toList()).stream()
            .collect(Collectors.toMap(Standing::dataset, Function.identity()));
    Map<Integer, Map<String, Long>> reasons =
        standings.quarantined().stream()
            .collect(
                Collectors.groupingBy(
                    Quarantined::dataset,
                    Collectors.toMap(Quarantined::reason, Quarantined::events)));
    return all.stream()
        .map(dataset ->
            new View(
                dataset.identity(),
                road(dataset),
                Objects.requireNonNull(byNumber.get(dataset.number())),
                reasons.getOrDefault(dataset.number(), Map.of())))
        .toList();
  }

  /** Of each dataset, by id; asks for no figures. */
  List<Road> roads() {
    return datasets.all().stream().map(this::road).toList();
  }

  private Road road(Dataset dataset) {
    Instant until = dataset.reachability().throttledUntil();
    String blocked = dataset.reachability().blockedReason();
    if (blocked == null && dataset.credentials().accessToken() == null) {
      blocked = WITHOUT_TOKEN;
    }
    return new Road(
        blocked,
        until != null && clock.instant().isBefore(until) ? until : null,
        breakers.isOpen(dataset.id()),
        dataset.reachability().tokenExpiresAt());
  }
}
