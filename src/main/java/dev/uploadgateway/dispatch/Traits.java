package dev.uploadgateway.dispatch;

import dev.uploadgateway.matchkey.DroppedIdentifier;
import dev.uploadgateway.matchkey.MatchKeys;
import dev.uploadgateway.outbox.StoredFacts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is counted of an event's customer: which match keys are sent, and what is not and why. */
final class Traits {

  private Traits() {}

  /** In the form of {@link WrittenCall}. */
  static String of(MatchKeys keys, List<DroppedIdentifier> dropped) {
    StringBuilder sent = new StringBuilder(64);
    for (int i = 0; i < keys.size(); i++) {
      // A customer may have many of one, which stand together.
      if (i == 0 || keys.identifier(i) != keys.identifier(i - 1)) {
        sent.append(i == 0 ? "" : " ").append(keys.identifier(i).key());
      }
    }
    if (dropped.isEmpty()) {
      return sent.toString();
    }
    // a set, for the same reason
    Set<String> traits = new LinkedHashSet<>();
    if (!sent.isEmpty()) {
      traits.add(sent.toString());
    }
    dropped.forEach(drop -> traits.add(drop.identifier().key() + ":" + drop.reason().code()));
    return String.join(" ", traits);
  }

  /** Those of a frozen event. */
  static String of(@Nullable StoredFacts facts) {
    return facts == null || facts.traits() == null ? "" : facts.traits();
  }
}
