package dev.uploadgateway.matchkey;

/**
 * Where a customer lives, as far as the privacy laws of US states ask. A country that nobody names
 * counts as the United States, as it does where states are read.
 */
public sealed interface Residence {

  /** In one of the states that have a code of Meta's. */
  record Protected(PrivacyState state) implements Residence {}

  /** In the United States or nobody knows where, in a state that nobody knows. */
  record Unknown() implements Residence {}

  /** In another country, or in a state that has no code. */
  record Elsewhere() implements Residence {}
}
