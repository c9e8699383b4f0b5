package dev.uploadgateway.intake;

import dev.uploadgateway.dataset.Dataset;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts every event that came in, by dataset and by what became of it, and why. */
@Component
class IntakeMeters {

  private final MeterRegistry meters;

  IntakeMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Counts a request's events, and each error and warning by its code. */
  void count(Dataset dataset, Answer.Counts counts, Reception reception) {
    count(dataset, "accepted", counts.accepted());
    count(dataset, "duplicate", counts.duplicate());
    count(dataset, "rejected", counts.rejected());
    reception
        .findings()
        .forEach((code, findings) ->
            meters
                .counter("gateway.intake.findings", "dataset", dataset.id(), "code", code)
                .increment(findings));
  }

  private void count(Dataset dataset, String outcome, long events) {
    meters
        .counter("gateway.intake.events", "dataset", dataset.id(), "outcome", outcome)
        .increment(events);
  }
}
