package dev.uploadgateway.file;

import java.util.Locale;

/** Where a file stands. */
public enum State {
  /** It is arriving, or broke off on the way. */
  RECEIVING,
  /** It is whole, and waits to be started. */
  READY,
  /** Its rows become events. */
  RUNNING,
  /** All of its rows were worked off. */
  DONE,
  /** Somebody stopped it; what was worked off by then stays. */
  CANCELLED,
  /** It cannot go on, and says why; it may be started again. */
  FAILED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static State of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
