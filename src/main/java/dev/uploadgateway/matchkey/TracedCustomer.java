package dev.uploadgateway.matchkey;

import java.util.List;

/**
 * A customer as it is sent, and how each of its values got there. Prints as nothing.
 *
 * @param values in the order in which they were read
 */
public record TracedCustomer(NormalizedCustomer customer, List<TracedValue> values) {

  public TracedCustomer {
    values = List.copyOf(values);
  }

  @Override
  public String toString() {
    return "TracedCustomer[]";
  }
}
