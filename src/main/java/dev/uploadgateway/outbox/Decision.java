package dev.uploadgateway.outbox;

import dev.uploadgateway.audit.Action;

/** What a human decides of quarantined events. */
enum Decision {
  /** Touches rows only. */
  RELEASE(1_000 * Outbox.BATCH_LIMIT, Action.QUARANTINE_RELEASED),

  /**
   * Opens envelopes for the keys of their events: a full batch, or as many events in small ones.
   */
  DISCARD(Outbox.BATCH_LIMIT, Action.QUARANTINE_DISCARDED);

  private final int most;
  private final Action action;

  Decision(int most, Action action) {
    this.most = most;
    this.action = action;
  }

  /** The most events that a transaction takes. */
  int most() {
    return most;
  }

  Action action() {
    return action;
  }
}
