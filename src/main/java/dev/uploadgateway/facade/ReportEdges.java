package dev.uploadgateway.facade;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.report.Reports;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What reads: uploads, statistics, and objects themselves. */
@Component
class ReportEdges {

  private static final String LARGEST_PAGE = "1000";
  private static final List<String> NODE_DEFAULTS = List.of("id", "name");

  private final Reports reports;
  private final Datasets datasets;

  ReportEdges(Reports reports, Datasets datasets) {
    this.reports = reports;
    this.datasets = datasets;
  }

  Page uploads(Dataset dataset, GraphCall call) {
    Map<String, String> parameters = asReportsTakeThem(call, "start_time", "end_time");
    return Page.of(reports.uploadsAsMeta(dataset.number(), parameters), null);
  }

  /** The summary's member is our own word: Meta documents the number, not its name. */
  Page stats(Dataset dataset, GraphCall call) {
    Reports.StatsAnswer stats =
        reports.stats(dataset.number(), asReportsTakeThem(call, "start", "end"));
    BigDecimal delay = stats.averageDelay();
    Map<String, Object> summary = delay == null ? Map.of() : Map.of("average_upload_delay", delay);
    return Page.of(stats.listing(), stats.summary() ? summary : null);
  }

  /** Graph takes any limit and hands out what fits into a page. */
  private static Map<String, String> asReportsTakeThem(GraphCall call, String... times) {
    Map<String, String> parameters = new HashMap<>(call.parameters());
    for (String name : times) {
      parameters.computeIfPresent(name, GraphTime::seconds);
    }
    parameters.computeIfPresent(
        "limit", (name, limit) -> limit.matches("\\d{4,9}") ? LARGEST_PAGE : limit);
    return parameters;
  }

  /**
   * @throws Refusal if there is no such upload
   */
  Map<String, Object> progress(String upload) {
    return Map.of("data", reports.progress(known(upload)));
  }

  /**
   * The dataset of that id or else the upload of that id.
   *
   * @throws Refusal if there is neither
   */
  Map<String, Object> node(String id, GraphCall call) {
    Optional<Dataset> dataset = datasets.find(id);
    if (dataset.isPresent()) {
      return node(dataset.get(), call);
    }
    return Page.known(reports.uploadAsMeta(known(id), call.parameters()));
  }

  /**
   * The id of the dataset that an object belongs to, or is; empty where there is no such object.
   */
  Optional<String> datasetOf(String id) {
    return datasets.find(id).map(Dataset::id).or(() -> datasetOfUpload(id));
  }

  /** The id of the dataset that an upload belongs to; empty where there is no such upload. */
  Optional<String> datasetOfUpload(String id) {
    return uploadId(id).flatMap(reports::datasetOfUpload).map(datasets::byNumber).map(Dataset::id);
  }

  /** Of a dataset's fields those that are known here; others that are asked for are left out. */
  private Map<String, Object> node(Dataset dataset, GraphCall call) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", dataset.id());
    fields.put("name", dataset.name());
    fields.putAll(reports.totals(dataset.number()));
    String asked = call.parameter("fields");
    fields
        .keySet()
        .retainAll(
            asked == null
                ? NODE_DEFAULTS
                : Arrays.asList(asked.replaceAll("[\\[\\]\"'\\s]", "").split(",", -1)));
    fields.put("id", dataset.id());
    return Page.known(fields);
  }

  private static Optional<Long> uploadId(String id) {
    return id.matches("\\d{1,18}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
  }

  private long known(String upload) {
    return uploadId(upload)
        .filter(id -> reports.datasetOfUpload(id).isPresent())
        .orElseThrow(() -> GraphError.unknownObject().refusal());
  }
}
