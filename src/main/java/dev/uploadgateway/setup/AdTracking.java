package dev.uploadgateway.setup;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.meta.GraphApi;
import dev.uploadgateway.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

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
  private static final Map<String, String> SPECS = Map.of("fields", "tracking_specs");

  private final Graph graph;

  /** Two requests of this gateway for one ad would overwrite each other; ads share the locks. */
  private final List<Lock> locks = Stream.<Lock>generate(ReentrantLock::new).limit(64).toList();

  AdTracking(Graph graph) {
    this.graph = graph;
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
   * Appends the dataset to what the ad tracks; does nothing where it is there.
   *
   * @throws Problem 409 {@code tracking_changed} where somebody else keeps changing the specs; the
   *     member {@code lost} holds those that are gone, so that they can be put back
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
    Lock lock = locks.get(Math.floorMod(ad.hashCode(), locks.size()));
    lock.lock();
    try {
      TrackingSpecs before = settled(as, ad, specs(as, ad));
      return before.say(ours)
          ? new Tracking(before.json(), before.track(as.id()), false)
          : write(as, ad, before.with(ours));
    } finally {
      lock.unlock();
    }
  }

  private Tracking write(Dataset as, String ad, TrackingSpecs first) {
    TrackingSpecs wanted = first;
    for (int writes = 1; ; writes++) {
      graph.post(GraphApi.As.of(as), path(as, ad), Map.of("tracking_specs", wanted.json()));
      TrackingSpecs after = specs(as, ad);
      List<JsonNode> lost = wanted.missingIn(after);
      if (lost.isEmpty()) {
        return new Tracking(after.json(), after.track(as.id()), true);
      }
      if (writes == MOST_WRITES) {
        throw new Problem(
                HttpStatus.CONFLICT,
                "tracking_changed",
                "Somebody else changes what the ad tracks at the same time: %d specs are gone, in \"lost\""
                    .formatted(lost.size()))
            .with("lost", lost);
      }
      wanted = settled(as, ad, after).with(wanted);
    }
  }

  /** The specs once two readings in a row agree: while they do not, somebody is at work on them. */
  private TrackingSpecs settled(Dataset dataset, String ad, TrackingSpecs first) {
    TrackingSpecs last = first;
    for (int readings = 1; readings < MOST_READINGS; readings++) {
      TrackingSpecs again = specs(dataset, ad);
      if (again.say(last) && last.say(again)) {
        return again;
      }
      last = again;
    }
    throw new Problem(
        HttpStatus.CONFLICT,
        "tracking_changed",
        "Somebody else changes what the ad tracks at the same time; nothing was written");
  }

  private TrackingSpecs specs(Dataset dataset, String ad) {
    return TrackingSpecs.of(graph.get(GraphApi.As.of(dataset), path(dataset, ad), SPECS));
  }

  private static String path(Dataset dataset, String ad) {
    return Edge.AD.of(ad, dataset.delivery().wire());
  }
}
