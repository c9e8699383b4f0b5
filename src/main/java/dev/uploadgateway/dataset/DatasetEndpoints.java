package dev.uploadgateway.dataset;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Administration of datasets. Secrets go in and never come out. */
@RestController
@RequestMapping("/v1/datasets")
class DatasetEndpoints {

  private final DatasetAdministration datasets;

  DatasetEndpoints(DatasetAdministration datasets) {
    this.datasets = datasets;
  }

  /** Those that the caller may use; of others not even their existence. */
  @GetMapping
  Map<String, Object> list(@AuthenticationPrincipal Caller caller) {
    return Map.of("data", datasets.list(caller::mayUse));
  }

  @GetMapping("/{dataset}")
  Map<String, @Nullable Object> show(@PathVariable String dataset) {
    return datasets.show(dataset);
  }

  @PutMapping("/{dataset}")
  ResponseEntity<Map<String, @Nullable Object>> put(
      @PathVariable String dataset, @RequestBody Draft draft) {
    boolean created = datasets.put(dataset, draft);
    return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK).body(show(dataset));
  }

  @DeleteMapping("/{dataset}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String dataset) {
    datasets.delete(dataset);
  }
}
