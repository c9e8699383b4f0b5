package dev.uploadgateway.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.matchkey.DateOrder;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.MatchKeyRules;
import dev.uploadgateway.matchkey.TracedCustomer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreviewTest {

  @Test
  void nothingOfACustomerIsPrinted() {
    TracedCustomer traced =
        new MatchKeyMaker(Clock.systemUTC())
            .trace(
                new Customer(Map.of(Identifier.EMAIL, List.of("zq@example.com", "zq"))),
                new MatchKeyRules(null, DateOrder.MDY, true, Set.of()));
    PreviewedEvent event =
        new PreviewedEvent(
            "accepted",
            "k",
            traced.values().stream().map(PreviewedEvent.Value::of).toList(),
            PreviewedEvent.Match.of(traced.customer()),
            "{\"zq\":1}");
    String hash = event.identifiers().getFirst().became().value();

    assertThat(hash).hasSize(64);
    assertThat(event.identifiers().getFirst().became().normalized()).isEqualTo("zq@example.com");
    assertThat(
            List.of(
                traced,
                traced.values(),
                traced.values().getFirst().fate(),
                event,
                event.identifiers(),
                event.identifiers().getFirst().became(),
                new Preview(
                    new Preview.Destination("t", null, "w"),
                    new Preview.Counts(1, 1, 0, 0),
                    List.of(event),
                    new Preview.Findings(List.of(), List.of()),
                    new Preview.Remarks(null, List.of()),
                    null)))
        .allSatisfy(
            printed -> assertThat(printed.toString()).doesNotContain("zq").doesNotContain(hash));
  }
}
