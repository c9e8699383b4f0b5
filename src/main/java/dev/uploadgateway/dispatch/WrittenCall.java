package dev.uploadgateway.dispatch;

import dev.uploadgateway.meta.CallBody;
import java.util.List;

/**
 * The body of a call, and what is counted of its events once Meta has them.
 *
 * @param traits for each event the names of the match keys that are sent and, as {@code
 *     field:reason}, what is not, with a blank between; empty where a release froze the event that
 *     did not keep them
 */
record WrittenCall(CallBody body, List<String> traits) {

  WrittenCall {
    traits = List.copyOf(traits);
  }
}
