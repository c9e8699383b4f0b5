package dev.uploadgateway.setup;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * The events of a dataset that still wait to be sent. Here only what this room asks for, as it does
 * not know the outbox: who does implements it, further up.
 */
public interface WaitingEvents {

  /**
   * Shows events in the JSON of either dialect, without their customers.
   *
   * @param dataset the dataset's number
   * @param most how many to show
   */
  Shown show(int dataset, int most, Consumer<JsonNode> viewer);

  /**
   * What was shown.
   *
   * @param more whether there are more than that
   * @param unreadable events that could not be opened, and were not shown
   */
  record Shown(boolean more, int unreadable) {}
}
