package dev.uploadgateway.meta;

import dev.uploadgateway.dataset.DataProcessing;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.matchkey.MatchKeys;
import dev.uploadgateway.matchkey.PrivacyState;
import dev.uploadgateway.matchkey.Residence;
import java.util.Optional;

/**
 * How an event is limited by its dataset ("Data Processing Options").
 *
 * @param country 1 for the United States; 0 lets Meta find it out by the client's IP address
 * @param state one of {@link PrivacyState}; 0 lets Meta find it out
 */
record LimitedDataUse(int country, int state) {

  private static final LimitedDataUse FOUND_OUT_BY_META = new LimitedDataUse(0, 0);

  /** The strictest law stands for all of them where nobody knows better. */
  private static final LimitedDataUse STRICTEST = in(PrivacyState.CALIFORNIA);

  /** Empty where the event is not limited. */
  static Optional<LimitedDataUse> of(Dataset dataset, MatchKeys customer) {
    DataProcessing setting = dataset.delivery().dataProcessing();
    return switch (setting) {
      case NONE -> Optional.empty();
      case LDU ->
          Optional.of(customer.hasClientIp() ? FOUND_OUT_BY_META : always(dataset, customer));
      case LDU_BY_STATE -> byState(dataset, customer);
    };
  }

  private static LimitedDataUse always(Dataset dataset, MatchKeys customer) {
    return switch (residence(dataset, customer)) {
      case Residence.Protected(PrivacyState state) -> in(state);
      case Residence.Unknown _, Residence.Elsewhere _ -> STRICTEST;
    };
  }

  private static Optional<LimitedDataUse> byState(Dataset dataset, MatchKeys customer) {
    return switch (residence(dataset, customer)) {
      case Residence.Protected(PrivacyState state) -> Optional.of(in(state));
      case Residence.Unknown _ ->
          customer.hasClientIp() ? Optional.of(FOUND_OUT_BY_META) : Optional.empty();
      case Residence.Elsewhere _ -> Optional.empty();
    };
  }

  private static Residence residence(Dataset dataset, MatchKeys customer) {
    return customer.residence(dataset.matchKeyRules().defaultCountry());
  }

  private static LimitedDataUse in(PrivacyState state) {
    return new LimitedDataUse(1, state.code());
  }
}
