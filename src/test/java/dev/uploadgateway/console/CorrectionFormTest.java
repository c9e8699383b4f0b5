package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.intake.Finding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CorrectionFormTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final CorrectionForm form = new CorrectionForm(JSON);

  @Test
  void whatIsEnteredBecomesTheEventAsIntakeReadsIt() {
    JsonNode event =
        JSON.readTree(
            form.event(
                Map.of(
                    "event_name", " Purchase ",
                    "event_time", "2026-11-26T10:15:30",
                    "value", "129,90",
                    "order_id", "",
                    "match_keys.email", "anna@example.com",
                    "_csrf", "token")));

    assertThat(event)
        .isEqualTo(
            JSON.readTree(
                """
                {"event_name": "Purchase", "event_time": 1795688130, "value": 129.90,
                 "match_keys": {"email": "anna@example.com"}}
                """));
  }

  @Test
  void whatCannotBeReadIsLeftToIntakeToRefuse() {
    JsonNode event = JSON.readTree(form.event(Map.of("value", "ten", "event_time", "yesterday")));

    assertThat(event.path("value").asString()).isEqualTo("ten");
    assertThat(event.path("event_time").asString()).isEqualTo("yesterday");
  }

  /** A comma before three digits may be either, and is a thousand times off where it is guessed. */
  @Test
  void thousandsAreNotTakenForDecimals() {
    JsonNode event = JSON.readTree(form.event(Map.of("value", "1,234")));

    assertThat(event.path("value").asString()).isEqualTo("1,234");
    assertThat(event.path("value").isString()).isTrue();
  }

  @Test
  void whatIsWrongStandsBesideItsField() {
    CorrectionForm.Shown shown =
        CorrectionForm.wrong(
            Map.of("value", "ten", "match_keys.email", "anna"),
            List.of(
                new Finding(0, null, null, "value", "wrong_type", "The value is of the wrong type"),
                new Finding(0, null, null, "match_keys.email[0]", "any", "It has no @"),
                new Finding(0, null, null, "match_keys", "customer_missing", "No identifier")));

    assertThat(shown.errors())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("value", "This is not a number", "match_keys.email", "It has no @"));
    assertThat(shown.others()).containsExactly("Enter something that tells who the person is");
    assertThat(shown.values()).containsEntry("match_keys.email", "anna");
  }
}
