package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.dataset.DataProcessing;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.matchkey.DateOrder;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.MatchKeyRules;
import dev.uploadgateway.matchkey.MatchKeys;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitedDataUseTest {

  private static final MatchKeyMaker MATCH_KEYS = new MatchKeyMaker(Clock.systemUTC());

  /** SHA-256 of the letters of California and of the United States. */
  private static final String CA =
      "6959097001d10501ac7d54c0bdb8db61420f658f2922cc26e46d536119a31126";

  private static final String US =
      "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621";

  @ParameterizedTest(name = "{0} {1} {2}, by default in {3}: {4} or {5}")
  @CsvSource({
    // state, country, ip, default country, LDU, LDU_BY_STATE
    "CA, , , , 1/1000, 1/1000",
    "CA, US, , , 1/1000, 1/1000",
    "CA, , , US, 1/1000, 1/1000",
    "CA, US, , AT, 1/1000, 1/1000",
    "CA, , 192.0.2.1, , 0/0, 1/1000",
    "California, usa, , , 1/1000, 1/1000",
    "Texas, , , , 1/1005, 1/1005",
    "new jersey, , , , 1/1010, 1/1010",
    "US-RI, , , , 1/1013, 1/1013",
    "<CA>, , , , 1/1000, 1/1000",
    "<CA>, <US>, , AT, 1/1000, 1/1000",
    "California, <US>, , AT, 1/1000, 1/1000",
    "<CA>, AT, , , 1/1000, none",
    "TX, AT, , , 1/1000, none",
    "TX, , , AT, 1/1000, none",
    "TX, AT, 192.0.2.1, , 0/0, none",
    "Vermont, US, , , 1/1000, none",
    "Vermont, US, 192.0.2.1, , 0/0, none",
    ", , , , 1/1000, none",
    ", US, , , 1/1000, none",
    ", , 192.0.2.1, , 0/0, 0/0",
    ", US, 2001:db8::1, AT, 0/0, 0/0",
    ", , 192.0.2.1, US, 0/0, 0/0",
    ", AT, 192.0.2.1, , 0/0, none",
    ", , 192.0.2.1, AT, 0/0, none",
    ", , 192.0.2.256, , 1/1000, none",
    "TX, , 192.0.2.256, , 1/1005, 1/1005",
  })
  void isByWhereTheCustomerLives(
      String state, String country, String ip, String home, String always, String byState) {
    MatchKeyRules rules = new MatchKeyRules(home, DateOrder.MDY, true, Set.of());
    Map<Identifier, List<String>> identifiers = new EnumMap<>(Identifier.class);
    put(identifiers, Identifier.STATE, state);
    put(identifiers, Identifier.COUNTRY, country);
    put(identifiers, Identifier.CLIENT_IP_ADDRESS, ip);
    MatchKeys customer = MATCH_KEYS.normalize(new Customer(identifiers), rules).hash();

    assertThat(of(DataProcessing.LDU, rules, customer)).isEqualTo(always);
    assertThat(of(DataProcessing.LDU_BY_STATE, rules, customer)).isEqualTo(byState);
    assertThat(of(DataProcessing.NONE, rules, customer)).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource({
    "CA, 1000",
    "CO, 1001",
    "CT, 1002",
    "FL, 1003",
    "OR, 1004",
    "TX, 1005",
    "MT, 1006",
    "DE, 1007",
    "NE, 1008",
    "NH, 1009",
    "NJ, 1010",
    "MN, 1011",
    "MD, 1012",
    "RI, 1013",
    "California, 1000",
    "Colorado, 1001",
    "Connecticut, 1002",
    "Florida, 1003",
    "Oregon, 1004",
    "Texas, 1005",
    "Montana, 1006",
    "Delaware, 1007",
    "Nebraska, 1008",
    "New Hampshire, 1009",
    "New Jersey, 1010",
    "Minnesota, 1011",
    "Maryland, 1012",
    "Rhode Island, 1013"
  })
  void knowsFourteenStatesByCodeAndByName(String state, int code) {
    MatchKeyRules rules = new MatchKeyRules(null, DateOrder.MDY, true, Set.of());
    MatchKeys customer =
        MATCH_KEYS.normalize(new Customer(Map.of(Identifier.STATE, List.of(state))), rules).hash();

    assertThat(of(DataProcessing.LDU_BY_STATE, rules, customer)).isEqualTo("1/" + code);
  }

  @Test
  void ofSeveralStatesOneThatHasACodeCounts() {
    MatchKeyRules rules = new MatchKeyRules("US", DateOrder.MDY, true, Set.of());
    MatchKeys customer =
        MATCH_KEYS
            .normalize(new Customer(Map.of(Identifier.STATE, List.of("VT", "TX"))), rules)
            .hash();

    assertThat(of(DataProcessing.LDU_BY_STATE, rules, customer)).isEqualTo("1/1005");
  }

  private static void put(
      Map<Identifier, List<String>> identifiers, Identifier identifier, String value) {
    if (value != null) {
      identifiers.put(identifier, List.of(value.replace("<CA>", CA).replace("<US>", US)));
    }
  }

  private static String of(DataProcessing setting, MatchKeyRules rules, MatchKeys customer) {
    Dataset sample = Sample.dataset(setting, null);
    Dataset dataset =
        new Dataset(
            sample.identity(),
            sample.credentials(),
            sample.delivery(),
            rules,
            sample.reachability());
    return LimitedDataUse.of(dataset, customer)
        .map(limit -> limit.country() + "/" + limit.state())
        .orElse("none");
  }
}
