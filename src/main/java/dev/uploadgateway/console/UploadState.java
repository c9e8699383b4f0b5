package dev.uploadgateway.console;

import dev.uploadgateway.report.Figures;

/**
 * How an upload is, in plain words.
 *
 * @param level {@code good}, {@code warn} or {@code bad}; {@code calm} where nothing is to be done
 *     and nothing is done yet
 */
record UploadState(String level, String words) {

  static UploadState of(Figures.States states) {
    if (states.quarantined() > 0) {
      return new UploadState(
          "bad",
          Say.number(states.quarantined())
              + (states.quarantined() == 1 ? " waits" : " wait")
              + " for a decision");
    }
    if (states.pending() > 0) {
      return new UploadState("calm", "On the way to Meta");
    }
    if (states.accepted() == 0) {
      return states.rejected() > 0
          ? new UploadState("bad", "All rejected: nothing was stored")
          : new UploadState("calm", "Only duplicates: all of it was here already");
    }
    if (states.delivered() == 0) {
      return new UploadState("warn", "All discarded");
    }
    return states.rejected() > 0
        ? new UploadState("warn", "Delivered, but for what was rejected")
        : new UploadState("good", "All delivered");
  }
}
