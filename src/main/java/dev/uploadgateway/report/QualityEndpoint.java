package dev.uploadgateway.report;

import dev.uploadgateway.dataset.Datasets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/datasets/{dataset}/quality}. */
@RestController
class QualityEndpoint {

  private final Quality quality;
  private final Datasets datasets;

  QualityEndpoint(Quality quality, Datasets datasets) {
    this.quality = quality;
    this.datasets = datasets;
  }

  @GetMapping("/v1/datasets/{dataset}/quality")
  Map<String, Object> quality(
      @PathVariable String dataset, @RequestParam Map<String, String> given) {
    List<Quality.Row> rows = quality.list(datasets.get(dataset).number(), given);
    String groupBy = Quality.groupBy(given);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", rows.stream().map(row -> json(groupBy, row)).toList());
    return answer;
  }

  private static Map<String, Object> json(String groupBy, Quality.Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!groupBy.equals("none")) {
      json.put(groupBy, row.group());
    }
    json.put("events", row.events());
    json.put("match_keys", row.matchKeys());
    json.put("contact_share", row.contactShare());
    json.put("keys_per_event", row.keysPerEvent());
    json.put(
        "freshness",
        Map.of(
            "median_seconds", row.freshness().medianSeconds(),
            "percentile_95_seconds", row.freshness().percentile95Seconds()));
    json.put(
        "dropped",
        row.dropped().stream()
            .map(drop ->
                Map.of("field", drop.field(), "reason", drop.reason(), "events", drop.events()))
            .toList());
    return json;
  }
}
