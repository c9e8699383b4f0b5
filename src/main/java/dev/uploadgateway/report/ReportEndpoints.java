package dev.uploadgateway.report;

import dev.uploadgateway.dataset.Datasets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/datasets/{dataset}/uploads} and {@code …/stats}. */
@RestController
class ReportEndpoints {

  private final Uploads uploads;
  private final Stats stats;
  private final Datasets datasets;

  ReportEndpoints(Uploads uploads, Stats stats, Datasets datasets) {
    this.uploads = uploads;
    this.stats = stats;
    this.datasets = datasets;
  }

  @GetMapping("/v1/datasets/{dataset}/uploads")
  Map<String, Object> uploads(
      @PathVariable String dataset, @RequestParam Map<String, String> given) {
    int limit = Parameters.limit(given.get("limit"));
    Uploads.Query query =
        new Uploads.Query(
            Parameters.text("upload_tag", given.get("upload_tag")),
            Parameters.time(
                "start_time", Parameters.wholeNumber("start_time", given.get("start_time"))),
            Parameters.time("end_time", Parameters.wholeNumber("end_time", given.get("end_time"))),
            new Uploads.Order(
                Parameters.oneOf(
                    "sort_by", given.get("sort_by"), Uploads.SORTS, "LAST_UPLOAD_TIME"),
                Parameters.oneOf(
                        "order",
                        given.get("order"),
                        List.of("ASCENDING", "DESCENDING"),
                        "DESCENDING")
                    .equals("ASCENDING")),
            // One more than asked for tells whether there is a next page.
            new Uploads.Page(Parameters.after(given.get("after")), limit + 1));
    List<Uploads.Row> rows = uploads.list(datasets.get(dataset).number(), query);
    boolean more = rows.size() > limit;
    List<Uploads.Row> page = more ? rows.subList(0, limit) : rows;
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "data",
        Uploads.only(Parameters.fields(given.get("fields"), Uploads.FIELDS, Uploads.FIELDS), page));
    answer.put("paging", Paging.of(page.stream().map(Uploads.Row::cursor).toList(), more));
    return answer;
  }

  @GetMapping("/v1/datasets/{dataset}/stats")
  Map<String, Object> stats(@PathVariable String dataset, @RequestParam Map<String, String> given) {
    boolean byUploadTime =
        Parameters.oneOf(
                "aggr_time",
                given.get("aggr_time"),
                List.of("event_time", "upload_time"),
                "event_time")
            .equals("upload_time");
    String granularity =
        Parameters.oneOf("granularity", given.get("granularity"), Stats.GRANULARITIES, "daily");
    Stats.Query query =
        new Stats.Query(
            Parameters.time("start", Parameters.wholeNumber("start", given.get("start"))),
            Parameters.time("end", Parameters.wholeNumber("end", given.get("end"))),
            byUploadTime,
            Stats.stepSeconds(granularity));
    Stats.Result result =
        stats.list(
            datasets.get(dataset).number(),
            query,
            Parameters.fields(given.get("fields"), Stats.FIELDS, Stats.DEFAULT_FIELDS));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", result.rows());
    boolean summary =
        Parameters.oneOf("summary", given.get("summary"), List.of("true", "false"), "false")
            .equals("true");
    if (summary && byUploadTime) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("average_upload_delay", result.averageDelay());
      answer.put("summary", members);
    }
    return answer;
  }
}
