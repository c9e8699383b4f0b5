package dev.uploadgateway.dispatch;

import dev.uploadgateway.meta.Outcome;
import dev.uploadgateway.outbox.Claim;
import dev.uploadgateway.outbox.Part;
import dev.uploadgateway.outbox.ReasonCode;
import dev.uploadgateway.outbox.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the bad events of a refused call. Where Meta names them they are sent apart from the
 * others; where it does not, the call is halved until the guilty event is alone, in about 2·log2(n)
 * calls. What is refused alone goes to quarantine; so does, in one piece, what is refused for
 * something else than its events.
 *
 * <p>Whether Meta counts positions from 0 or 1 is not documented. So named events are suspects, not
 * convicts: they go in a call of their own, and only a call in which every event is named, or a
 * call of one, convicts.
 */
final class Isolation {

  private Isolation() {}

  static List<Part> of(Claim claim, Outcome.Refused refused) {
    List<StoredEvent> events = claim.events();
    if (isPointless(claim, refused)) {
      return List.of(Part.quarantined(events, ReasonCode.CALL_REFUSED.with(refused.why())));
    }
    List<StoredEvent> named = new ArrayList<>();
    List<StoredEvent> others = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      (refused.byEvent().containsKey(i) ? named : others).add(events.get(i));
    }
    if (events.size() == 1 || others.isEmpty()) {
      return convicted(events, refused);
    }
    if (named.isEmpty() || claim.alone()) {
      int half = events.size() / 2;
      return List.of(
          Part.sentAlone(events.subList(0, half)),
          Part.sentAlone(events.subList(half, events.size())));
    }
    return List.of(Part.sentAlone(named), Part.sentAlone(others));
  }

  /**
   * Whether halving would only repeat the refusal. Of a code that nobody knows that is assumed once
   * a half is refused as well: calls that fail count against the app ("Rate Limiting").
   */
  private static boolean isPointless(Claim claim, Outcome.Refused refused) {
    return switch (refused.suspect()) {
      case EVENTS -> false;
      case UNKNOWN -> claim.alone() && claim.events().size() > 1;
      case CALL -> true;
    };
  }

  /** Whether they stop here for something that is no event's fault. */
  static boolean isCallRefused(Part part) {
    return part.quarantine() != null
        && part.quarantine().code().equals(ReasonCode.CALL_REFUSED.code());
  }

  /** Each with Meta's own words about it, in a batch of one. */
  private static List<Part> convicted(List<StoredEvent> events, Outcome.Refused refused) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      String words = refused.byEvent().getOrDefault(i, refused.why());
      parts.add(Part.quarantined(events.subList(i, i + 1), ReasonCode.REFUSED_BY_META.with(words)));
    }
    return parts;
  }
}
