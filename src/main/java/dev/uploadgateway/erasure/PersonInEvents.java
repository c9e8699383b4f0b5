package dev.uploadgateway.erasure;

import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.conversion.Member;
import dev.uploadgateway.matchkey.MatchKeys;
import dev.uploadgateway.matchkey.Sought;
import dev.uploadgateway.outbox.Lookout;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether an event is about the person: a raw one by its customer, a frozen one, which holds
 * hashes, by its match keys.
 */
final class PersonInEvents implements Predicate<Lookout.Found> {

  private static final JsonMapper JSON = new JsonMapper();

  private final Sought person;
  private final Set<EventKey> unreadable = new HashSet<>();

  PersonInEvents(Sought person) {
    this.person = person;
  }

  /** How many events this release could not read, and so does not know. */
  int unreadable() {
    return unreadable.size();
  }

  @Override
  public boolean test(Lookout.Found found) {
    byte[] payload = found.event().payload();
    try {
      return found.wire() == null
          ? person.is(EventCodec.decode(payload).customer())
          : person.is(matchKeys(JSON.readTree(payload)));
    } catch (RuntimeException e) {
      // Another release wrote it; the message may quote it.
      unreadable.add(found.event().key());
      return false;
    }
  }

  private static MatchKeys matchKeys(JsonNode event) {
    Map<Identifier, List<String>> keys = new EnumMap<>(Identifier.class);
    for (String member : List.of(Member.CUSTOMER.key(), Member.CUSTOMER.offlineName())) {
      event
          .path(member)
          .properties()
          .forEach(entry -> {
            Identifier identifier = Identifier.named(entry.getKey());
            if (identifier != null) {
              List<String> values = keys.computeIfAbsent(identifier, none -> new ArrayList<>());
              JsonNode value = entry.getValue();
              for (JsonNode each : value.isArray() ? value : List.of(value)) {
                values.add(each.asString());
              }
            }
          });
    }
    return new MatchKeys(keys);
  }
}
