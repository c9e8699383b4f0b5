package dev.uploadgateway.setup;

import dev.uploadgateway.dataset.Datasets;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/datasets/{dataset}/insights}: as Meta's JSON, or as a table where Accept asks. */
@RestController
class InsightsEndpoint {

  private static final String PATH = "/v1/datasets/{dataset}/insights";

  private final Insights insights;
  private final Datasets datasets;

  InsightsEndpoint(Insights insights, Datasets datasets) {
    this.insights = insights;
    this.datasets = datasets;
  }

  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ObjectNode json(@PathVariable String dataset, @RequestParam Map<String, String> given) {
    return read(dataset, given).put("advice", Insights.ADVICE);
  }

  @GetMapping(path = PATH, produces = "text/csv;charset=UTF-8")
  String csv(@PathVariable String dataset, @RequestParam Map<String, String> given) {
    return InsightsTable.of(read(dataset, given)).csv();
  }

  @GetMapping(path = PATH, produces = "text/plain;charset=UTF-8")
  String text(@PathVariable String dataset, @RequestParam Map<String, String> given) {
    return InsightsTable.of(read(dataset, given)).text() + "\n" + Insights.ADVICE + "\n";
  }

  private ObjectNode read(String dataset, Map<String, String> given) {
    return insights.read(datasets.get(dataset), given);
  }
}
