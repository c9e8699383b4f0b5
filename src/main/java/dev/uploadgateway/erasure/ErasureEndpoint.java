package dev.uploadgateway.erasure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.file.FileErasures;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.Sought;
import dev.uploadgateway.outbox.Erasures;
import dev.uploadgateway.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/datasets/{dataset}/erasures}: takes a person out of everything of the dataset
 * that waits. Files first, as their rows become events and no event becomes a row again.
 */
@RestController
class ErasureEndpoint {

  private static final Logger log = LoggerFactory.getLogger(ErasureEndpoint.class);

  /**
   * What was erased, and what could not be looked through.
   *
   * @param eventsErased of those that waited and of those in quarantine
   * @param batchesInCall hold such events, which a call is carrying right now: ask again later
   * @param batchesUnopened nobody knows what they hold, as their envelopes cannot be opened
   * @param eventsUnreadable events of another release that this one cannot read
   * @param unused identifiers that were given, and that find nobody
   */
  record Erased(
      @JsonProperty("events_erased") long eventsErased,
      @JsonProperty("events_pending") long eventsPending,
      @JsonProperty("events_quarantined") long eventsQuarantined,
      @JsonProperty("rows_erased") long rowsErased,
      @JsonProperty("batches_searched") int batchesSearched,
      @JsonProperty("files_searched") int filesSearched,
      @JsonProperty("batches_in_call") List<Long> batchesInCall,
      @JsonProperty("batches_unopened") List<Long> batchesUnopened,
      @JsonProperty("events_unreadable") int eventsUnreadable,
      @JsonProperty("files_arriving") List<Long> filesArriving,
      @JsonProperty("files_unopened") List<Long> filesUnopened,
      @JsonProperty("identifiers_unused") List<String> unused) {}

  private final Datasets datasets;
  private final MatchKeyMaker matchKeys;
  private final FileErasures files;
  private final Erasures batches;
  private final Audit audit;
  private final MeterRegistry meters;

  ErasureEndpoint(
      Datasets datasets,
      MatchKeyMaker matchKeys,
      FileErasures files,
      Erasures batches,
      Audit audit,
      MeterRegistry meters) {
    this.datasets = datasets;
    this.matchKeys = matchKeys;
    this.files = files;
    this.batches = batches;
    this.audit = audit;
    this.meters = meters;
  }

  @PostMapping(
      path = "/v1/datasets/{dataset}/erasures",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  Erased erase(@PathVariable String dataset, HttpServletRequest request) {
    Dataset destination = datasets.get(dataset);
    Customer given = PersonReader.read(request);
    Sought person = Sought.of(given, matchKeys, destination.matchKeyRules());
    if (!person.tells()) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "identifiers_too_weak",
          "These identifiers are many people's: give an e-mail address, a phone, an external id or"
              + " another id of the person's own; or first name, last name and a birth date or a"
              + " postal code. Nothing was erased");
    }
    PersonInEvents inEvents = new PersonInEvents(person);
    FileErasures.Erased rows = files.erase(destination, new PersonInRows(person));
    Erasures.Erased events = batches.erase(destination.number(), inEvents);
    return answer(destination, person, rows, events, inEvents.unreadable());
  }

  private Erased answer(
      Dataset dataset,
      Sought person,
      FileErasures.Erased rows,
      Erasures.Erased events,
      int unreadable) {
    long erased = events.pending() + events.quarantined();
    log.info(
        "erasure dataset={} events={} rows={} batches={} files={} in_call={} unopened={}",
        dataset.id(),
        erased,
        rows.rows(),
        events.batches(),
        rows.files(),
        events.inCall().size(),
        events.unopened().size() + rows.unopened().size());
    audit.record(
        Action.PERSON_ERASED, dataset.id(), null, Map.of("events", erased, "rows", rows.rows()));
    meters.counter("gateway.erasure.requests", "dataset", dataset.id()).increment();
    meters.counter("gateway.erasure.events", "dataset", dataset.id()).increment(erased);
    meters.counter("gateway.erasure.rows", "dataset", dataset.id()).increment(rows.rows());
    return new Erased(
        erased,
        events.pending(),
        events.quarantined(),
        rows.rows(),
        events.batches(),
        rows.files(),
        events.inCall(),
        events.unopened(),
        unreadable,
        rows.arriving(),
        rows.unopened(),
        person.unused().stream().map(Identifier::key).sorted().toList());
  }
}
