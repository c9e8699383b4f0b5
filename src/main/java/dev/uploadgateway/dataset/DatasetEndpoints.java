package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
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

  private final Datasets datasets;
  private final DatasetRows rows;

  DatasetEndpoints(Datasets datasets, DatasetRows rows) {
    this.datasets = datasets;
    this.rows = rows;
  }

  /** Those that the caller may use; of others not even their existence. */
  @GetMapping
  Map<String, Object> list(@AuthenticationPrincipal Caller caller) {
    List<Map<String, @Nullable Object>> data =
        rows.findAllByOrderById().stream()
            .filter(row -> caller.mayUse(row.id))
            .map(DatasetEndpoints::shown)
            .toList();
    return Map.of("data", data);
  }

  @GetMapping("/{dataset}")
  Map<String, @Nullable Object> show(@PathVariable String dataset) {
    return shown(rows.findById(dataset).orElseThrow(() -> Datasets.unknown(dataset)));
  }

  @PutMapping("/{dataset}")
  ResponseEntity<Map<String, @Nullable Object>> put(
      @PathVariable String dataset, @RequestBody Draft draft) {
    if (!Draft.isDatasetId(dataset)) {
      throw new Problem(
              HttpStatus.BAD_REQUEST,
              "invalid_parameter",
              "A dataset's id is 1 to 64 letters, digits, hyphens and underscores")
          .with("parameter", "dataset");
    }
    draft
        .flaw()
        .ifPresent(flaw -> {
          throw flaw.problem();
        });
    boolean created = datasets.put(dataset, draft);
    return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK).body(show(dataset));
  }

  @DeleteMapping("/{dataset}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String dataset) {
    try {
      if (!datasets.delete(dataset)) {
        throw Datasets.unknown(dataset);
      }
    } catch (DataIntegrityViolationException e) {
      throw new Problem(
          HttpStatus.CONFLICT, "dataset_in_use", "The dataset has uploads, and cannot be deleted");
    }
  }

  private static Map<String, @Nullable Object> shown(DatasetRow row) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", row.id);
    shown.put("name", row.name);
    shown.put("access_token_set", row.accessToken != null);
    shown.put("app_secret_set", row.appSecret != null);
    shown.put("wire", row.wire);
    shown.put("api_version", row.apiVersion);
    shown.put("default_country", row.defaultCountry);
    shown.put("action_source", row.actionSource);
    shown.put("test_event_code", row.testEventCode);
    shown.put("partner_agent", row.partnerAgent);
    shown.put("hash_external_id", row.hashExternalId);
    shown.put("date_order", row.dateOrder);
    shown.put("data_processing", row.dataProcessing);
    shown.put("blocked_reason", row.blockedReason);
    shown.put("blocked_at", row.blockedAt);
    shown.put("throttled_until", row.throttledUntil);
    shown.put("created_at", row.createdAt);
    shown.put("changed_at", row.changedAt);
    return shown;
  }
}
