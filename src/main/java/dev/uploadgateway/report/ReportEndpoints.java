package dev.uploadgateway.report;

import dev.uploadgateway.dataset.Datasets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/datasets/{dataset}/uploads} and {@code …/stats}. */
@RestController
class ReportEndpoints {

  private final Reports reports;
  private final Datasets datasets;

  ReportEndpoints(Reports reports, Datasets datasets) {
    this.reports = reports;
    this.datasets = datasets;
  }

  @GetMapping("/v1/datasets/{dataset}/uploads")
  Map<String, Object> uploads(
      @PathVariable String dataset, @RequestParam Map<String, String> given) {
    Reports.UploadsAnswer uploads = reports.uploads(datasets.get(dataset).number(), given);
    Listing listing = uploads.listing();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", listing.rows());
    answer.put("paging", Paging.of(listing));
    if (uploads.meta() != null) {
      answer.put("meta", uploads.meta());
    }
    return answer;
  }

  @GetMapping("/v1/datasets/{dataset}/stats")
  Map<String, Object> stats(@PathVariable String dataset, @RequestParam Map<String, String> given) {
    Reports.StatsAnswer stats = reports.stats(datasets.get(dataset).number(), given);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", stats.listing().rows());
    if (stats.range() != null) {
      answer.put("range", stats.range());
    }
    if (stats.meta() != null) {
      answer.put("meta", stats.meta());
    }
    if (stats.summary()) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("average_upload_delay", stats.averageDelay());
      answer.put("summary", members);
    }
    return answer;
  }
}
