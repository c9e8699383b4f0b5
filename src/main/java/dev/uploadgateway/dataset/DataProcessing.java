package dev.uploadgateway.dataset;

/** Meta's data processing options (Limited Data Use, for the privacy laws of some US states). */
public enum DataProcessing {
  /** No option is sent. */
  NONE,
  /** {@code ["LDU"]}, with country and state 0: Meta finds out where the customer is. */
  LDU
}
