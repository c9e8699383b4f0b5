package dev.uploadgateway.conversion;

import java.util.List;

/**
 * One thing a customer did that is reported to Meta. Immutable: whatever becomes of it is a state
 * of its batch.
 *
 * @param occasion what happened, when and where
 * @param customer who did it, as raw identifiers
 * @param sale what was sold
 * @param customData the event's further {@code custom_data}, handed on as it is
 * @param eventData further members of the event itself ({@code data_processing_options}, {@code
 *     opt_out}, …), likewise
 */
public record ConversionEvent(
    Occasion occasion,
    Customer customer,
    Sale sale,
    List<Property> customData,
    List<Property> eventData) {

  public ConversionEvent {
    customData = List.copyOf(customData);
    eventData = List.copyOf(eventData);
  }
}
