package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class InsightsTableTest {

  private static final String TWO_ADS =
      """
      {"data": [
        {"impressions": "1000", "ad_id": "9", "ad_name": "Ice, \\"cream\\" etc", "date_start": "2026-01-01", "date_stop": "2026-01-31",
         "actions": [{"action_type": "link_click", "value": "94"},
                     {"action_type": "offline_conversion.purchase", "action_device": "desktop", "value": 2, "28d_click": 2}],
         "action_values": [{"action_type": "offline_conversion.purchase", "action_device": "desktop", "value": "-27.5"}]},
        {"impressions": "7", "ad_id": "10", "ad_name": "=HYPERLINK(1)", "date_start": "2026-01-01", "date_stop": "2026-01-31"}]}
      """;

  @Test
  void eachNumberStandsOnceSoThatColumnsMayBeAddedUp() {
    assertThat(table(TWO_ADS).csv())
        .isEqualTo(
            """
            ad_id,ad_name,date_start,date_stop,impressions,action_type,actions,action_device,actions_28d_click,action_values
            9,"Ice, ""cream"" etc",2026-01-01,2026-01-31,1000,,,,,
            9,"Ice, ""cream"" etc",2026-01-01,2026-01-31,,link_click,94,,,
            9,"Ice, ""cream"" etc",2026-01-01,2026-01-31,,offline_conversion.purchase,2,desktop,2,-27.5
            10,'=HYPERLINK(1),2026-01-01,2026-01-31,7,,,,,
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void inATerminalColumnsStandBelowEachOther() {
    String[] lines = table(TWO_ADS).text().split("\n");

    assertThat(lines).hasSize(5);
    assertThat(lines[0].indexOf("impressions")).isEqualTo(lines[1].indexOf("1000"));
    assertThat(lines[3].indexOf("-27.5")).isEqualTo(lines[0].indexOf("action_values"));
  }

  @Test
  void nothingIsATableWithoutLines() {
    assertThat(table("{\"data\": []}").csv()).isEqualTo("\r\n");
    assertThat(table("{\"data\": []}").text()).isEqualTo("\n");
  }

  private static InsightsTable table(String json) {
    return InsightsTable.of(JsonMapper.shared().readTree(json));
  }
}
