package dev.uploadgateway.dataset;

import dev.uploadgateway.conversion.ActionSource;
import org.jspecify.annotations.Nullable;

/**
 * How events go out.
 *
 * @param wire which of Meta's APIs takes them
 * @param apiVersion of the Graph API, such as {@code v26.0}; null takes the gateway's default
 * @param defaults for what an event leaves out
 * @param testEventCode shows the events under Test Events too; Meta counts them all the same
 * @param partnerAgent names the integration to Meta
 */
public record Delivery(
    Wire wire,
    @Nullable String apiVersion,
    EventDefaults defaults,
    @Nullable String testEventCode,
    @Nullable String partnerAgent) {

  /**
   * @param actionSource where an event happened that does not say so
   * @param dataProcessing for an event without options of its own
   */
  public record EventDefaults(ActionSource actionSource, DataProcessing dataProcessing) {}

  public ActionSource actionSource() {
    return defaults.actionSource();
  }

  public DataProcessing dataProcessing() {
    return defaults.dataProcessing();
  }
}
