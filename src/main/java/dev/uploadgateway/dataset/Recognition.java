package dev.uploadgateway.dataset;

/** What came of looking at a key that somebody presented. */
public sealed interface Recognition {

  record Known(Caller caller) implements Recognition {}

  /** There never was such a key, or it was deleted. */
  record Unknown() implements Recognition {}

  record Expired() implements Recognition {}
}
