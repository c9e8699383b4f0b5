package dev.uploadgateway.preview;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dispatch.RawEvents;
import dev.uploadgateway.intake.Rehearsal;
import dev.uploadgateway.intake.Rehearsal.Fate;
import dev.uploadgateway.intake.Rehearsal.Rehearsed;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.TracedCustomer;
import dev.uploadgateway.meta.CallBody;
import dev.uploadgateway.outbox.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Shows what would be sent, by having it written as dispatch writes it. */
@Component
public class Previewer {

  private static final List<String> NOTES =
      List.of(
          "Nothing was stored, and nothing is sent. What is shown holds for the dataset as it is set now.",
          "The match is an estimate by counting identifiers; only Meta knows whom it finds. It publishes which"
              + " identifiers are not enough (\"Best Practices\", invalid combinations), and no formula.",
          "A duplicate would be counted and neither stored nor sent again.");

  private final MatchKeyMaker matchKeys;
  private final RawEvents rawEvents;

  Previewer(MatchKeyMaker matchKeys, RawEvents rawEvents) {
    this.matchKeys = matchKeys;
    this.rawEvents = rawEvents;
  }

  /** What would be sent of a request that was rehearsed, and what not and why. */
  public Preview preview(Dataset dataset, Rehearsed request) {
    CallBody body = new CallBody(dataset, dataset.delivery().wire(), request.events().size());
    List<PreviewedEvent> events = new ArrayList<>();
    request.events().forEach(event -> events.add(preview(dataset, event, body)));
    return new Preview(
        new Preview.Destination(
            request.lane().uploadTag(),
            request.lane().namespaceId(),
            dataset.delivery().wire().wireName()),
        counts(request.events()),
        events,
        new Preview.Findings(request.errors(), request.warnings()),
        new Preview.Remarks(request.dryRun(), NOTES),
        request.sheet());
  }

  private PreviewedEvent preview(Dataset dataset, Rehearsal.Event event, CallBody body) {
    TracedCustomer traced = matchKeys.trace(event.customer(), dataset.matchKeyRules());
    Entry entry = event.entry();
    return new PreviewedEvent(
        PreviewedEvent.word(event.fate()),
        entry == null ? null : entry.key().hex(),
        traced.values().stream().map(PreviewedEvent.Value::of).toList(),
        PreviewedEvent.Match.of(traced.customer()),
        entry == null ? null : sent(dataset, entry, body));
  }

  private String sent(Dataset dataset, Entry entry, CallBody body) {
    rawEvents.write(body, dataset, entry.key(), entry.payload());
    return new String(body.event(body.events() - 1), StandardCharsets.UTF_8);
  }

  private static Preview.Counts counts(List<Rehearsal.Event> events) {
    return new Preview.Counts(
        events.size(),
        count(events, Fate.ACCEPTED),
        count(events, Fate.DUPLICATE_OF_STORED) + count(events, Fate.DUPLICATE_IN_REQUEST),
        count(events, Fate.REJECTED));
  }

  private static long count(List<Rehearsal.Event> events, Fate fate) {
    return events.stream().filter(event -> event.fate() == fate).count();
  }
}
