package dev.uploadgateway.matchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomerTraceTest {

  private static final MatchKeyMaker MAKER = new MatchKeyMaker(Matching.CLOCK);

  @Test
  void aValueThatCameRawAndHashedIsSentOnce() {
    String hash = Matching.sha256("a@b.de");

    assertThat(fates(Map.of(Identifier.EMAIL, List.of("A@b.de", hash, "a@b.de ", "c@d.de"))))
        .containsExactly("sent as em", "repeated", "repeated", "sent as em");
  }

  @Test
  void ofWhatMetaTakesOneValueOfTheOthersAreDropped() {
    assertThat(
            fates(
                Map.of(
                    Identifier.CLIENT_IP_ADDRESS,
                    List.of("x", "10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.1"))))
        .containsExactly(
            "not_an_ip_address",
            "sent as client_ip_address",
            "one_value_only",
            "repeated",
            "repeated");
  }

  @Test
  void partsOfABirthDateAreSentAsOneOrNotAtAll() {
    assertThat(
            fates(
                Map.of(
                    Identifier.BIRTH_YEAR, List.of("x", "1990"),
                    Identifier.BIRTH_MONTH, List.of("2", "02"),
                    Identifier.BIRTH_DAY, List.of("28"))))
        .containsExactly("not_a_date", "sent as db", "sent as db", "repeated", "sent as db");
    assertThat(
            fates(
                Map.of(
                    Identifier.BIRTH_YEAR, List.of("1990"),
                    Identifier.BIRTH_MONTH, List.of("2"),
                    Identifier.BIRTH_DAY, List.of("30"))))
        .containsExactly("not_a_date", "not_a_date", "not_a_date");
    assertThat(
            fates(
                Map.of(
                    Identifier.BIRTH_DATE, List.of("1990-02-28"),
                    Identifier.BIRTH_YEAR, List.of("1990"),
                    Identifier.BIRTH_MONTH, List.of("2"),
                    Identifier.BIRTH_DAY, List.of("30"))))
        .containsExactly("sent as db", "sent as doby", "sent as dobm", "sent as dobd");
  }

  @Test
  void whatIsTracedIsWhatIsNormalized() {
    Customer customer =
        new Customer(
            Map.of(Identifier.EMAIL, List.of("a@b.de", "x"), Identifier.PHONE, List.of("1")));
    TracedCustomer traced = MAKER.trace(customer, Matching.rules(null));
    NormalizedCustomer normalized = MAKER.normalize(customer, Matching.rules(null));

    assertThat(traced.customer().hash()).isEqualTo(normalized.hash());
    assertThat(traced.customer().dropped()).isEqualTo(normalized.dropped());
  }

  private static List<String> fates(Map<Identifier, List<String>> customer) {
    return MAKER.trace(new Customer(customer), Matching.rules(null)).values().stream()
        .map(value ->
            switch (value.fate()) {
              case TracedValue.Fate.Sent sent -> "sent as " + sent.as().key();
              case TracedValue.Fate.Repeated _ -> "repeated";
              case TracedValue.Fate.Dropped dropped -> dropped.reason().code();
            })
        .toList();
  }
}
