package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.conversion.Text;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.matchkey.DroppedIdentifier;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.NormalizedCustomer;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.sheet.Row;
import dev.uploadgateway.sheet.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** One request's events on their way from the body to the outbox: read, checked, counted. */
final class Reception {

  private static final int LARGEST_EVENT = 64 * 1024;
  private final Dataset dataset;
  private final MatchKeyMaker matchKeys;
  private final Instant now;
  private final Manner manner;
  private final Findings errors;
  private final Findings warnings;
  private final Repeats repeats = new Repeats();
  private List<Candidate> waiting = new ArrayList<>();
  private int waitingBytes;
  private long received;
  private long rejected;
  private long duplicates;

  /**
   * A good event, of which it may not be known yet what it travels with.
   *
   * @param keyAtMeta what Meta will tell it from others by
   * @param namespaceRule what it breaks under a namespace_id; null where nothing
   */
  record Candidate(Place place, Entry entry, EventKey keyAtMeta, @Nullable Rule namespaceRule) {}

  /**
   * How a request's events are received.
   *
   * @param listed how many errors and warnings of each are listed
   * @param listedOfEvent how many of each of one event
   * @param onlooker sees every event as it was read, good or not
   */
  record Manner(
      EventReader reader, int listed, int listedOfEvent, Consumer<EventFields> onlooker) {}

  Reception(Dataset dataset, MatchKeyMaker matchKeys, Instant now, Manner manner) {
    this.dataset = dataset;
    this.matchKeys = matchKeys;
    this.now = now;
    this.manner = manner;
    this.errors = new Findings(manner.listed(), manner.listedOfEvent());
    this.warnings = new Findings(manner.listed(), manner.listedOfEvent());
  }

  /** As the gateway's own API receives them. */
  Reception(Dataset dataset, MatchKeyMaker matchKeys, Instant now, int listed) {
    this(
        dataset,
        matchKeys,
        now,
        new Manner(EventReader.STRICT, listed, Integer.MAX_VALUE, event -> {}));
  }

  /** Reads the event on whose first token the parser stands, and leaves it on the last. */
  void read(JsonParser parser) {
    Body.beginEvent(parser);
    Place place = new Place(received++, null);
    EventFields fields =
        new EventFields((field, rule) -> report(place, field, rule, rule.sentence()));
    manner.reader().read(parser, fields);
    check(fields, place);
  }

  /** Reads the event of a row; what is wrong with it is told by row and column. */
  void read(Row row, Written written) {
    Place place = new Place(received++, new Place.OfRow(row, written));
    EventFields fields =
        new EventFields((field, rule) -> report(place, field, rule, rule.sentence()));
    written.remarks().forEach(remark -> fields.report(remark.field(), Rule.of(remark.rule())));
    try (JsonParser parser = IntakeJson.MAPPER.createParser(written.json())) {
      parser.nextToken();
      manner.reader().read(parser, fields);
    }
    check(fields, place);
  }

  private void check(EventFields fields, Place place) {
    manner.onlooker().accept(fields);
    ConversionEvent event = EventRules.check(fields, dataset.delivery().actionSource(), now);
    Candidate candidate = event == null ? null : candidate(event, fields, place);
    if (candidate == null) {
      rejected++;
    } else {
      waiting.add(candidate);
      waitingBytes += candidate.entry().payload().length;
    }
  }

  long received() {
    return received;
  }

  long rejected() {
    return rejected;
  }

  /** How many good events have been read and not taken. */
  int waiting() {
    return waiting.size();
  }

  /** How many bytes they have. */
  int waitingBytes() {
    return waitingBytes;
  }

  /**
   * The good events since the last time. Only now is it sure what they travel with: a {@code
   * namespace_id} may come after the events, and each that cannot go under it is refused by itself.
   */
  List<Entry> take(Lane lane) {
    return takeNumbered(lane).stream().map(Candidate::entry).toList();
  }

  /** The same with their positions in the body. */
  List<Candidate> takeNumbered(Lane lane) {
    List<Candidate> taken = new ArrayList<>(waiting.size());
    for (Candidate candidate : waiting) {
      Rule broken = lane.namespaceId() == null ? null : candidate.namespaceRule();
      if (broken == null) {
        if (repeats.isRepeat(candidate.keyAtMeta())) {
          report(candidate.place(), Rule.MERGED_BY_META);
        }
        taken.add(candidate);
      } else {
        report(candidate.place(), broken);
        rejected++;
      }
    }
    waiting = new ArrayList<>();
    waitingBytes = 0;
    return taken;
  }

  void countDuplicates(BitSet positions) {
    duplicates += positions.cardinality();
  }

  Answer answer(String uploadTag) {
    Answer.Counts counts =
        new Answer.Counts(received, received - duplicates - rejected, duplicates, rejected);
    return Answer.of(uploadTag, counts, errors, warnings);
  }

  /** How many errors and warnings there were of each code. */
  Map<String, Long> findings() {
    Map<String, Long> byCode = new HashMap<>(errors.byCode());
    byCode.putAll(warnings.byCode());
    return byCode;
  }

  private @Nullable Candidate candidate(ConversionEvent event, EventFields fields, Place place) {
    NormalizedCustomer customer = matchKeys.normalize(event.customer(), dataset.matchKeyRules());
    for (DroppedIdentifier dropped : customer.dropped()) {
      Rule rule = Rule.IDENTIFIER_DROPPED;
      String message = rule.sentence() + ": " + dropped.reason().sentence();
      report(place, "match_keys." + dropped.identifier().offlineName(), rule, message);
    }
    CustomerRules.check(customer, fields);
    byte[] payload = EventCodec.encode(event);
    if (payload.length > LARGEST_EVENT) {
      fields.report("", Rule.EVENT_TOO_LARGE);
    }
    if (fields.hasErrors()) {
      return null;
    }
    // By the time as it was given: one that was clamped to the present is another each time it is
    // sent.
    Occasion sent = event.occasion();
    long given = fields.eventTime == null ? sent.time() : fields.eventTime;
    Occasion occasion = new Occasion(sent.name(), given, sent.source(), sent.eventId());
    EventKey key = key(occasion, event.sale(), customer);
    return new Candidate(
        place,
        entry(key, occasion, event, payload),
        keyAtMeta(key, occasion, event, customer),
        CustomerRules.underNamespace(customer));
  }

  private Entry entry(EventKey key, Occasion occasion, ConversionEvent event, byte[] payload) {
    Text orderId = event.sale().orderId();
    Long orderHash =
        occasion.eventId() == null || orderId == null
            ? null
            : EventKey.orderHash(dataset.id(), orderId);
    Instant deadline =
        Instant.ofEpochSecond(event.occasion().time()).plus(source(occasion).window());
    return new Entry(
        key,
        orderHash,
        new Entry.Facts(occasion.name(), occasion.time(), deadline, event.sale().money()),
        payload);
  }

  /**
   * Meta does not look at the {@code event_id} of an offline event, and knows only the time that is
   * sent ("Sending Offline Events Using the Conversions API", deduplication).
   */
  private EventKey keyAtMeta(
      EventKey key, Occasion given, ConversionEvent event, NormalizedCustomer customer) {
    Occasion sent = event.occasion();
    boolean offline =
        dataset.delivery().wire() == Wire.OFFLINE_CONVERSIONS_API
            || source(sent) == ActionSource.PHYSICAL_STORE;
    Occasion seen = new Occasion(sent.name(), sent.time(), sent.source(), null);
    return offline && !seen.equals(given) ? key(seen, event.sale(), customer) : key;
  }

  private EventKey key(Occasion occasion, Sale sale, NormalizedCustomer customer) {
    return EventKey.of(
        dataset.id(), occasion, sale, sale.orderId() == null ? customer.identity() : List.of());
  }

  private ActionSource source(Occasion occasion) {
    ActionSource source = occasion.source();
    return source == null ? dataset.delivery().actionSource() : source;
  }

  /** Of a rule that is about one field only. */
  private void report(Place place, Rule rule) {
    report(place, rule.fields().getFirst(), rule, rule.sentence());
  }

  private void report(Place place, String field, Rule rule, String message) {
    Findings findings =
        switch (rule.kind()) {
          case ERROR -> errors;
          case WARNING -> warnings;
        };
    findings.add(place.finding(field, rule, message));
  }
}
