package dev.uploadgateway.watch;

import dev.uploadgateway.report.Standings.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What a database has to be asked for, as gauges. Asked on a schedule, so that no scrape waits for
 * it or multiplies it; every replica tells the same.
 */
@Component
class DatasetGauges {

  private static final Pattern META_ERROR = Pattern.compile("(?s)Error (\\d+(?:/\\d+)?)\\b.*");

  private record Key(String name, Tags tags) {}

  /** A gauge, and where it is found again once there is nothing to tell any more. */
  private final Map<Key, Gauge> gauges = new HashMap<>();

  private final Map<Key, Double> figures = new ConcurrentHashMap<>();
  private final Lock refreshing = new ReentrantLock();
  private final Situation situation;
  private final Clock clock;
  private final MeterRegistry meters;

  DatasetGauges(Situation situation, Clock clock, MeterRegistry meters) {
    this.situation = situation;
    this.clock = clock;
    this.meters = meters;
  }

  /** At a rate, and so on a thread of its own: who looks for due batches does not wait for it. */
  @Scheduled(fixedRateString = "${gateway.watch.refresh:30s}")
  void refreshUnlessRefreshing() {
    if (refreshing.tryLock()) {
      try {
        show(figures(situation.views(), clock.instant()));
      } finally {
        refreshing.unlock();
      }
    }
  }

  private void show(Map<Key, Double> fresh) {
    figures.putAll(fresh);
    fresh.keySet().forEach(key -> gauges.computeIfAbsent(key, this::register));
    gauges
        .entrySet()
        .removeIf(gauge -> {
          boolean gone = !fresh.containsKey(gauge.getKey());
          if (gone) {
            meters.remove(gauge.getValue());
            figures.remove(gauge.getKey());
          }
          return gone;
        });
  }

  private Gauge register(Key key) {
    return Gauge.builder(key.name(), figures, all -> all.getOrDefault(key, Double.NaN))
        .tags(key.tags())
        .register(meters);
  }

  private static Map<Key, Double> figures(List<Situation.View> views, Instant now) {
    Map<Key, Double> figures = new HashMap<>();
    for (Situation.View view : views) {
      Tags dataset = Tags.of("dataset", view.identity().id());
      Situation.Road road = view.road();
      Standing standing = view.standing();
      figures.put(new Key("gateway.backlog.events", dataset), (double) standing.waiting());
      figures.put(new Key("gateway.backlog.age.seconds", dataset), age(standing.oldest(), now));
      figures.put(
          new Key("gateway.backlog.deadline.seconds", dataset), left(standing.deadline(), now));
      figures.put(
          new Key("gateway.backlog.expiring.events", dataset), (double) standing.expiring());
      figures.put(
          new Key("gateway.dataset.throttled.seconds", dataset),
          throttle(road.throttledUntil(), now));
      figures.put(
          new Key("gateway.dataset.blocked", dataset.and("code", code(road.blockedReason()))),
          road.blocked() ? 1.0 : 0.0);
      if (road.tokenExpiresAt() instanceof Instant end) {
        figures.put(new Key("gateway.dataset.token.expiry.seconds", dataset), seconds(now, end));
      }
      view.reasons()
          .forEach((reason, events) ->
              figures.put(
                  new Key("gateway.quarantined.events", dataset.and("reason", reason)),
                  (double) events));
    }
    return figures;
  }

  private static double age(@Nullable Instant since, Instant now) {
    return since == null ? 0 : Math.max(0, seconds(since, now));
  }

  /** Not a number where nothing waits, so that nothing is compared with it. */
  private static double left(@Nullable Instant deadline, Instant now) {
    return deadline == null ? Double.NaN : seconds(now, deadline);
  }

  private static double throttle(@Nullable Instant until, Instant now) {
    return until == null ? 0 : seconds(now, until);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1e3;
  }

  /** Meta's code of the error that blocked it, {@code other} of what else did. */
  private static String code(@Nullable String reason) {
    if (reason == null) {
      return "none";
    }
    Matcher error = META_ERROR.matcher(reason);
    return error.matches() ? error.group(1) : "other";
  }
}
