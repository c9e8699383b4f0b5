package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Datasets as people administer them, by the names of {@code PUT /v1/datasets/{dataset}}. Secrets
 * go in and never come out: of each is shown whether it is set.
 */
@Component
public class DatasetAdministration {

  private final Datasets datasets;
  private final DatasetRows rows;

  DatasetAdministration(Datasets datasets, DatasetRows rows) {
    this.datasets = datasets;
    this.rows = rows;
  }

  /** Those of the ids that pass, by id. */
  public List<Map<String, @Nullable Object>> list(Predicate<String> ids) {
    return rows.findAllByOrderById().stream()
        .filter(row -> ids.test(row.id))
        .map(DatasetAdministration::shown)
        .toList();
  }

  /**
   * @throws Problem 404 {@code unknown_dataset}
   */
  public Map<String, @Nullable Object> show(String dataset) {
    return shown(rows.findById(dataset).orElseThrow(() -> Datasets.unknown(dataset)));
  }

  /**
   * Makes the dataset what the fields say, by default where they say nothing or a blank, and lifts
   * a block; secrets that are left out stay.
   *
   * @return true if it is new
   * @throws Problem 400 {@code invalid_field} with the member {@code field}, or {@code
   *     invalid_parameter} where the id is none
   */
  public boolean put(String dataset, Map<String, String> fields) {
    return put(dataset, Draft.of(fields));
  }

  boolean put(String dataset, Draft draft) {
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
    return datasets.put(dataset, draft);
  }

  /**
   * @throws Problem 404 {@code unknown_dataset}; 409 {@code dataset_in_use} once it has uploads or
   *     files
   */
  public void delete(String dataset) {
    try {
      if (!datasets.delete(dataset)) {
        throw Datasets.unknown(dataset);
      }
    } catch (DataIntegrityViolationException e) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "dataset_in_use",
          "The dataset has uploads or files, and cannot be deleted");
    }
  }

  private static Map<String, @Nullable Object> shown(DatasetRow row) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", row.id);
    row.settings()
        .forEach((name, value) -> {
          boolean secret = name.equals("access_token") || name.equals("app_secret");
          shown.put(secret ? name + "_set" : name, secret ? value != null : value);
        });
    shown.put("blocked_reason", row.blockedReason);
    shown.put("blocked_at", row.blockedAt);
    shown.put("throttled_until", row.throttledUntil);
    shown.put("created_at", row.createdAt);
    shown.put("changed_at", row.changedAt);
    return shown;
  }
}
