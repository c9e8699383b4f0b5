package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.dataset.Credentials;
import dev.uploadgateway.dataset.DataProcessing;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Delivery;
import dev.uploadgateway.dataset.Reachability;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.matchkey.DateOrder;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.MatchKeyRules;
import dev.uploadgateway.outbox.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** What is answered to events, from the first byte to the outbox, which is left out. */
final class Received {

  private Received() {}

  static Dataset dataset() {
    return dataset(Wire.CONVERSIONS_API, ActionSource.PHYSICAL_STORE);
  }

  static Dataset dataset(Wire wire, ActionSource source) {
    return dataset(wire, source, "US");
  }

  static Dataset datasetOfNoCountry() {
    return dataset(Wire.CONVERSIONS_API, ActionSource.PHYSICAL_STORE, null);
  }

  private static Dataset dataset(Wire wire, ActionSource source, @Nullable String country) {
    return new Dataset(
        new Dataset.Identity(1, "4711", null),
        new Credentials(null, null),
        new Delivery(
            wire, null, new Delivery.EventDefaults(source, DataProcessing.NONE), null, null),
        new MatchKeyRules(country, DateOrder.MDY, true, Set.of()),
        new Reachability(null, null, Instant.EPOCH, null));
  }

  static Answer by(Dataset dataset, String namespaceId, String... events) {
    MatchKeyMaker matchKeys = new MatchKeyMaker(Clock.fixed(ReadEvent.NOW, ZoneOffset.UTC));
    Reception reception = new Reception(dataset, matchKeys, ReadEvent.NOW, 1_000);
    byte[] body = String.join("\n", events).getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = IntakeJson.MAPPER.createParser(body)) {
      while (parser.nextToken() != null) {
        reception.read(parser);
      }
    }
    reception.take(new Lane(1, "tag", namespaceId));
    return reception.answer("tag");
  }

  /** Errors and warnings as {@code index field: code}, in the order in which they are answered. */
  static List<String> findings(Answer answer) {
    return Stream.concat(answer.errors().stream(), answer.warnings().stream())
        .map(finding -> finding.index() + " " + finding.field() + ": " + finding.code())
        .toList();
  }
}
