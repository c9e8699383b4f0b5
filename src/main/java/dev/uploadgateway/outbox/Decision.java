package dev.uploadgateway.outbox;

/** What a human decides of quarantined events. */
enum Decision {
  /** Touches rows only. */
  RELEASE(1_000 * Outbox.BATCH_LIMIT),

  /**
   * Opens envelopes for the keys of their events: a full batch, or as many events in small ones.
   */
  DISCARD(Outbox.BATCH_LIMIT);

  private final int most;

  Decision(int most) {
    this.most = most;
  }

  /** The most events that a transaction takes. */
  int most() {
    return most;
  }
}
