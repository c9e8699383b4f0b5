package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.NormalizedCustomer;
import dev.uploadgateway.outbox.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** One request's events on their way from the body to the outbox: read, checked, counted. */
final class Reception {

  private static final int LARGEST_EVENT = 64 * 1024;
  private static final EventReader READER = new EventReader();

  private final Dataset dataset;
  private final MatchKeyMaker matchKeys;
  private final Instant now;
  private final Findings errors;
  private final Findings warnings;
  private List<Entry> waiting = new ArrayList<>();
  private long received;
  private long rejected;
  private long duplicates;

  /**
   * @param listed how many errors and warnings of each are listed
   */
  Reception(Dataset dataset, MatchKeyMaker matchKeys, Instant now, int listed) {
    this.dataset = dataset;
    this.matchKeys = matchKeys;
    this.now = now;
    this.errors = new Findings(listed);
    this.warnings = new Findings(listed);
  }

  /** Reads the event on whose first token the parser stands, and leaves it on the last. */
  void read(JsonParser parser) {
    Body.beginEvent(parser);
    long index = received++;
    EventFields fields =
        new EventFields(
            (field, rule) -> errors.add(finding(index, field, rule, rule.sentence())),
            (field, rule) -> warnings.add(finding(index, field, rule, rule.sentence())));
    READER.read(parser, fields);
    ConversionEvent event = EventRules.check(fields, dataset.delivery().actionSource(), now);
    Entry entry = event == null ? null : entry(event, fields, index);
    if (entry == null) {
      rejected++;
    } else {
      waiting.add(entry);
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

  /** The good events since the last time. */
  List<Entry> take() {
    List<Entry> taken = waiting;
    waiting = new ArrayList<>();
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

  private @Nullable Entry entry(ConversionEvent event, EventFields fields, long index) {
    NormalizedCustomer customer = matchKeys.normalize(event.customer(), dataset.matchKeyRules());
    customer
        .dropped()
        .forEach(dropped ->
            warnings.add(
                finding(
                    index,
                    "match_keys." + dropped.identifier().offlineName(),
                    Rule.IDENTIFIER_DROPPED,
                    Rule.IDENTIFIER_DROPPED.sentence() + ": " + dropped.reason().sentence())));
    if (!customer.permitted()) {
      fields.error("match_keys", Rule.CUSTOMER_NOT_ENOUGH);
      return null;
    }
    byte[] payload = EventCodec.encode(event);
    if (payload.length > LARGEST_EVENT) {
      fields.error("", Rule.EVENT_TOO_LARGE);
      return null;
    }
    return entry(event, fields, customer, payload);
  }

  private Entry entry(
      ConversionEvent event, EventFields fields, NormalizedCustomer customer, byte[] payload) {
    Occasion occasion = event.occasion();
    Sale sale = event.sale();
    // By the time as it was given: one that was clamped to the present is another each time it is
    // sent.
    long given = fields.eventTime == null ? occasion.time() : fields.eventTime;
    EventKey key =
        EventKey.of(
            dataset.id(),
            new Occasion(occasion.name(), given, occasion.source(), occasion.eventId()),
            sale,
            sale.orderId() == null ? customer.identity() : List.of());
    Long orderHash =
        occasion.eventId() == null || sale.orderId() == null
            ? null
            : EventKey.orderHash(dataset.id(), sale.orderId());
    Instant deadline =
        Instant.ofEpochSecond(occasion.time())
            .plus(
                (occasion.source() == null ? dataset.delivery().actionSource() : occasion.source())
                    .window());
    return new Entry(
        key, orderHash, new Entry.Facts(occasion.name(), given, deadline, sale.money()), payload);
  }

  private static Finding finding(long index, String field, Rule rule, String message) {
    return new Finding(index, field, rule.code(), message);
  }
}
