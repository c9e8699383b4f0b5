package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.matchkey.NormalizedCustomer;
import org.jspecify.annotations.Nullable;

/** What Meta refuses of a customer, of which only what can be used counts. */
final class CustomerRules {

  private CustomerRules() {}

  static void check(NormalizedCustomer customer, EventFields fields) {
    if (!customer.permitted()) {
      fields.report("match_keys", Rule.CUSTOMER_NOT_ENOUGH);
    }
    if (customer.hasUnusualLeadId()) {
      fields.report("match_keys.lead_id", Rule.LEAD_ID_UNUSUAL);
    }
    if (customer.hasPhoneOfNoCountry()) {
      fields.report("match_keys.phone", Rule.PHONE_OF_NO_COUNTRY);
    }
    if (DataProcessingRules.needsClientIp(fields)
        && customer.count(Identifier.CLIENT_IP_ADDRESS) == 0) {
      fields.report("match_keys.client_ip_address", Rule.DATA_PROCESSING_WITHOUT_IP);
    }
  }

  /**
   * What the customer breaks under a {@code namespace_id}, which goes with one external id and
   * nothing else (Offline Conversions API, "Provide External IDs"); null where nothing.
   */
  static @Nullable Rule underNamespace(NormalizedCustomer customer) {
    int externalIds = customer.count(Identifier.EXTERNAL_ID);
    if (customer.size() > externalIds) {
      return Rule.NAMESPACE_WITH_MATCH_KEYS;
    }
    return externalIds == 1 ? null : Rule.NAMESPACE_NEEDS_EXTERN_ID;
  }
}
