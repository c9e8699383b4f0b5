package dev.uploadgateway.report;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.outbox.Quarantine;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What people decide of events in quarantine, each decision with its line in the log. */
@Component
public class Verdicts {

  private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

  private final Quarantine quarantine;
  private final MeterRegistry meters;

  Verdicts(Quarantine quarantine, MeterRegistry meters) {
    this.quarantine = quarantine;
    this.meters = meters;
  }

  /** Sends them round again. */
  public Quarantine.Decided release(Dataset dataset, Selection selection) {
    Quarantine.Decided decided = quarantine.release(dataset.number(), selection.filter());
    tell("released", dataset, selection, decided);
    return decided;
  }

  /** Deletes them for good. */
  public Quarantine.Decided discard(Dataset dataset, Selection selection) {
    Quarantine.Decided decided = quarantine.discard(dataset.number(), selection.filter());
    tell("discarded", dataset, selection, decided);
    return decided;
  }

  private void tell(
      String decision, Dataset dataset, Selection selection, Quarantine.Decided decided) {
    log.info(
        "quarantine dataset={} {}={} unopened={} filters={}",
        dataset.id(),
        decision,
        decided.events(),
        decided.unopened().size(),
        selection.filters());
    meters
        .counter("gateway.quarantine.events", "dataset", dataset.id(), "decision", decision)
        .increment(decided.events());
  }
}
