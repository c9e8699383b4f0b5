package dev.uploadgateway.intake;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Meta's standard events, which it knows only in its own spelling ("Standard Events"). */
final class StandardEvents {

  static final String PURCHASE = "Purchase";

  private static final Map<String, String> SPELLING = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    List.of(
            "AddPaymentInfo",
            "AddToCart",
            "AddToWishlist",
            "CompleteRegistration",
            "Contact",
            "CustomizeProduct",
            "Donate",
            "FindLocation",
            "InitiateCheckout",
            "Lead",
            "Other",
            "PageView",
            PURCHASE,
            "Schedule",
            "Search",
            "StartTrial",
            "SubmitApplication",
            "Subscribe",
            "ViewContent")
        .forEach(name -> SPELLING.put(name, name));
  }

  private StandardEvents() {}

  /** The name in Meta's spelling where it is a standard event's, and as it is where it is not. */
  static String spelled(String name) {
    return SPELLING.getOrDefault(name, name);
  }
}
