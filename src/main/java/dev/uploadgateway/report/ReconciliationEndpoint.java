package dev.uploadgateway.report;

import dev.uploadgateway.dataset.Datasets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/datasets/{dataset}/reconciliation}. */
@RestController
class ReconciliationEndpoint {

  private final Reconciliation reconciliation;
  private final Datasets datasets;

  ReconciliationEndpoint(Reconciliation reconciliation, Datasets datasets) {
    this.reconciliation = reconciliation;
    this.datasets = datasets;
  }

  @GetMapping("/v1/datasets/{dataset}/reconciliation")
  Map<String, @Nullable Object> reconciliation(
      @PathVariable String dataset, @RequestParam Map<String, String> given) {
    Reconciliation.Answer found = reconciliation.of(datasets.get(dataset).number(), given);
    Listing page = found.page();
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("data", found.rows());
    answer.put("paging", Paging.of(page));
    answer.put("unknown_here", found.unknownHere());
    answer.put("meta", MetaColumns.state(found.figures().uploads()));
    Map<String, @Nullable Object> quality = new LinkedHashMap<>();
    quality.put("dataset_quality", found.figures().quality().value());
    quality.putAll(MetaColumns.state(found.figures().quality()));
    answer.put("meta_quality", quality);
    return answer;
  }
}
