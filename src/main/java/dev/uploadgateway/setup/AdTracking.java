package dev.uploadgateway.setup;

import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.meta.GraphApi;
import dev.uploadgateway.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets ads track offline conversions of a dataset ("Set Ad Tracking"). Meta overwrites an ad's
 * specs and cannot be told to do so only if they are as they were read. So they are read before and
 * after each write: what somebody else writes meanwhile is put together with ours. Not seen is only
 * what comes between the last reading and the write, some milliseconds later.
 */
@Component
public class AdTracking {

  private static final int MOST_WRITES = 3;
  private static final int MOST_READINGS = 10;

  /** Each of them may hang at Meta. */
  private static final int MOST_AT_WORK = 1_000;

  /** The usual few calls to Meta take a second or two. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Map<String, String> SPECS = Map.of("fields", "tracking_specs");

  private final Graph graph;
  private final Audit audit;

  /** Two requests of this gateway for one ad would overwrite each other. */
  private final Turns turns = new Turns(MOST_AT_WORK, PATIENCE);

  AdTracking(Graph graph, Audit audit) {
    this.graph = graph;
    this.audit = audit;
  }

  /**
   * What an ad tracks.
   *
   * @param specs all of them, as Meta answers them
   * @param tracked whether the dataset is among them
   * @param changed whether it was not before
   */
  public record Tracking(JsonNode specs, boolean tracked, boolean changed) {}

  /** What the ad tracks now. */
  public Tracking read(Dataset dataset, String ad) {
    TrackingSpecs specs = specs(dataset, Given.id("ad", ad));
    return new Tracking(specs.json(), specs.track(dataset.id()), false);
  }

  /**
   * The ad as Meta shows it.
   *
   * @param as in whose dialect and with whose token to ask
   * @param fields names, separated by commas or as a JSON list; Meta refuses one that ads do not
   *     have, by its name
   */
  public ObjectNode show(Dataset as, String ad, String fields) {
    String names = String.join(",", Given.names("fields", fields));
    JsonNode shown =
        graph.get(GraphApi.As.of(as), path(as, Given.id("ad", ad)), Map.of("fields", names));
    if (shown instanceof ObjectNode object) {
      return object;
    }
    throw MetaProblem.unreadable("fields");
  }

  /**
   * Appends the dataset to what the ad tracks; does nothing where it is there.
   *
   * @throws Problem 409 {@code tracking_changed} where somebody else keeps changing the specs; the
   *     member {@code lost} holds those that are gone, so that they can be put back. 502 {@code
   *     tracking_unchecked} where it was written and could not be read again, with {@code lost}
   *     where something was gone when it was last read. 503 {@code tracking_busy} where another
   *     request of this gateway does not come to an end
   */
  public Tracking track(Dataset dataset, String ad) {
    return append(dataset, Given.id("ad", ad), TrackingSpecs.of(dataset.id()));
  }

  /**
   * Appends those of the specs that the ad does not have; what it has beside them stays, though who
   * wrote them for Meta's own edge meant to overwrite it.
   *
   * @param as in whose dialect and with whose token to ask
   * @param specs Meta's {@code tracking_specs}: a list of objects with an {@code action.type}
   * @throws Problem as above; 400 {@code invalid_parameter}
   */
  public Tracking append(Dataset as, String ad, JsonNode specs) {
    if (!(specs instanceof ArrayNode list) || !TrackingSpecs.areSpecs(list)) {
      throw Given.invalid("tracking_specs", "takes a list of objects with an action.type");
    }
    return append(as, Given.id("ad", ad), new TrackingSpecs(list));
  }

  private Tracking append(Dataset as, String ad, TrackingSpecs ours) {
    try {
      return turns.take(ad, () -> inTurn(as, ad, ours)).orElseThrow(AdTracking::busy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static Problem busy() {
    return new Problem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "tracking_busy",
            "Another request is at work on what this ad tracks, and waits for Meta; nothing was"
                + " written")
        .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(PATIENCE.toSeconds()));
  }

  private Tracking inTurn(Dataset as, String ad, TrackingSpecs ours) {
    TrackingSpecs before =
        settled(as, ad, specs(as, ad)).orElseThrow(() -> changed("; nothing was written"));
    return before.say(ours)
        ? new Tracking(before.json(), before.track(as.id()), false)
        : write(as, ad, before.with(ours));
  }

  private Tracking write(Dataset as, String ad, TrackingSpecs first) {
    TrackingSpecs wanted = first;
    List<JsonNode> lost = List.of();
    for (int writes = 1; ; writes++) {
      put(as, ad, wanted, lost);
      TrackingSpecs after = checked(lost, () -> specs(as, ad));
      lost = wanted.missingIn(after);
      if (lost.isEmpty()) {
        return new Tracking(after.json(), after.track(as.id()), true);
      }
      Optional<TrackingSpecs> settled =
          writes == MOST_WRITES ? Optional.empty() : checked(lost, () -> settled(as, ad, after));
      if (settled.isEmpty()) {
        throw changed(": %d specs are gone, in \"lost\"".formatted(lost.size())).with("lost", lost);
      }
      wanted = settled.get().with(wanted);
    }
  }

  /**
   * @param lost what is gone since the last time
   */
  private void put(Dataset as, String ad, TrackingSpecs specs, List<JsonNode> lost) {
    try {
      graph.post(GraphApi.As.of(as), path(as, ad), Map.of("tracking_specs", specs.json()));
      audit.record(Action.AD_TRACKED, as.id(), ad, Map.of());
    } catch (Problem problem) {
      throw lost.isEmpty() ? problem : problem.with("lost", lost);
    }
  }

  /**
   * Reads what was just written; that it was, is not left out where this fails.
   *
   * @param lost what was gone when it was last read
   */
  private static <T> T checked(List<JsonNode> lost, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Problem unasked) {
      Problem problem =
          new Problem(
                  HttpStatus.BAD_GATEWAY,
                  "tracking_unchecked",
                  "Meta has written it, and whether it stayed could not be checked: "
                      + unasked.detail())
              .with("meta", unasked.members().get("meta"));
      String retryAfter = unasked.header(HttpHeaders.RETRY_AFTER);
      Problem timed =
          retryAfter == null ? problem : problem.withHeader(HttpHeaders.RETRY_AFTER, retryAfter);
      throw lost.isEmpty() ? timed : timed.with("lost", lost);
    }
  }

  /**
   * The specs once two readings in a row agree: while they do not, somebody is at work on them.
   * Empty where they never do.
   */
  private Optional<TrackingSpecs> settled(Dataset dataset, String ad, TrackingSpecs first) {
    TrackingSpecs last = first;
    for (int readings = 1; readings < MOST_READINGS; readings++) {
      TrackingSpecs again = specs(dataset, ad);
      if (again.say(last) && last.say(again)) {
        return Optional.of(again);
      }
      last = again;
    }
    return Optional.empty();
  }

  private static Problem changed(String what) {
    return new Problem(
        HttpStatus.CONFLICT,
        "tracking_changed",
        "Somebody else changes what the ad tracks at the same time" + what);
  }

  private TrackingSpecs specs(Dataset dataset, String ad) {
    return TrackingSpecs.of(graph.get(GraphApi.As.of(dataset), path(dataset, ad), SPECS));
  }

  private static String path(Dataset dataset, String ad) {
    return Edge.AD.of(ad, dataset.delivery().wire());
  }
}
