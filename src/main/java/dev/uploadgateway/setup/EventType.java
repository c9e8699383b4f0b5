package dev.uploadgateway.setup;

import dev.uploadgateway.dataset.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a custom conversion counts as: {@code custom_event_type} in today's spelling (Marketing API,
 * Custom Conversion) and in that of the page of the Offline Conversions API, which knows ten.
 */
enum EventType {
  ADD_PAYMENT_INFO("AddPaymentInfo"),
  ADD_TO_CART("AddToCart"),
  ADD_TO_WISHLIST("AddToWishlist"),
  COMPLETE_REGISTRATION("CompleteRegistration"),
  CONTACT(null),
  CONTENT_VIEW("ViewContent"),
  CUSTOMIZE_PRODUCT(null),
  DONATE(null),
  FACEBOOK_SELECTED(null),
  FIND_LOCATION(null),
  INITIATED_CHECKOUT("InitiateCheckout"),
  LEAD("Lead"),
  LISTING_INTERACTION(null),
  OTHER("Other"),
  PURCHASE("Purchase"),
  SCHEDULE(null),
  SEARCH("Search"),
  START_TRIAL(null),
  SUBMIT_APPLICATION(null),
  SUBSCRIBE(null);

  private final @Nullable String discontinued;

  EventType(@Nullable String discontinued) {
    this.discontinued = discontinued;
  }

  /** In either spelling. */
  static Optional<EventType> of(String name) {
    return Arrays.stream(values())
        .filter(type -> type.name().equals(name) || name.equals(type.discontinued))
        .findFirst();
  }

  /** As the dialect spells it; null where it has no such type. */
  @Nullable String in(Wire wire) {
    return switch (wire) {
      case CONVERSIONS_API -> name();
      case OFFLINE_CONVERSIONS_API -> discontinued;
    };
  }

  static List<String> all(Wire wire) {
    return Arrays.stream(values()).map(type -> type.in(wire)).filter(name -> name != null).toList();
  }
}
