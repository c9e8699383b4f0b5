package dev.uploadgateway.report;

import dev.uploadgateway.setup.MetaFigures;
import dev.uploadgateway.setup.MetaUpload;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Per upload what the gateway delivered, beside what Meta says that it has. */
@Component
class Reconciliation {

  private static final String OURS =
      "upload_tag,valid_entries,duplicate_entries,delivered_entries,pending_entries,quarantined_entries";

  private static final int MOST_UNKNOWN = 100;

  /**
   * @param unknownHere uploads that Meta names and the gateway does not know, 100 at most
   */
  record Answer(
      List<Map<String, @Nullable Object>> rows,
      Listing page,
      List<String> unknownHere,
      MetaFigures.Figures figures) {}

  private final Reports reports;
  private final MetaColumns meta;
  private final JdbcClient jdbc;

  Reconciliation(Reports reports, MetaColumns meta, JdbcClient jdbc) {
    this.reports = reports;
    this.meta = meta;
    this.jdbc = jdbc;
  }

  /**
   * @param given as for uploads, but {@code fields}
   */
  Answer of(int dataset, Map<String, String> given) {
    Map<String, String> asked = new HashMap<>(given);
    asked.put("fields", OURS);
    Listing page = reports.uploads(dataset, asked).listing();
    MetaFigures.Figures figures = meta.of(dataset);
    Map<String, MetaUpload> told = figures.uploads().value();
    return new Answer(
        page.rows().stream().map(row -> row(row, told)).toList(),
        page,
        told == null ? List.of() : unknown(dataset, told.keySet()),
        figures);
  }

  private static Map<String, @Nullable Object> row(
      Map<String, @Nullable Object> ours, @Nullable Map<String, MetaUpload> told) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("upload_tag", ours.get("upload_tag"));
    row.put("gateway", counts(ours));
    MetaUpload upload =
        told == null ? null : told.get(Objects.requireNonNull(ours.get("upload_tag")));
    row.put("meta", upload == null ? null : counts(upload));
    Long valid = upload == null ? null : upload.validEntries();
    if (told == null || (upload != null && valid == null)) {
      row.put("difference", null);
      row.put("explanation", null);
      row.put("explanation_code", null);
      return row;
    }
    long delivered = count(ours, "delivered_entries");
    long unsettled = count(ours, "pending_entries") + count(ours, "quarantined_entries");
    Difference difference =
        valid != null
            ? Difference.of(delivered, unsettled, valid, duplicates(upload))
            : delivered == 0 ? Difference.AGREES : Difference.META_NAMES_NO_UPLOAD;
    row.put("difference", (valid == null ? 0 : valid) - delivered);
    row.put("explanation_code", difference);
    row.put("explanation", difference.sentence());
    return row;
  }

  private static long duplicates(@Nullable MetaUpload upload) {
    Long duplicates = upload == null ? null : upload.duplicateEntries();
    return duplicates == null ? 0 : duplicates;
  }

  private static Map<String, @Nullable Object> counts(Map<String, @Nullable Object> ours) {
    Map<String, @Nullable Object> counts = new LinkedHashMap<>(ours);
    counts.remove("upload_tag");
    return counts;
  }

  private static Map<String, @Nullable Object> counts(MetaUpload upload) {
    Map<String, @Nullable Object> counts = new LinkedHashMap<>();
    counts.put("valid_entries", upload.validEntries());
    counts.put("matched_entries", upload.matchedEntries());
    counts.put("duplicate_entries", upload.duplicateEntries());
    counts.put("match_rate_approx", upload.matchRateApprox());
    return counts;
  }

  private static long count(Map<String, @Nullable Object> row, String field) {
    return row.get(field) instanceof Number number ? number.longValue() : 0;
  }

  private List<String> unknown(int dataset, Set<String> tags) {
    Set<String> unknown = new TreeSet<>(tags);
    jdbc.sql(ReportSql.KNOWN_TAGS)
        .param("dataset", dataset)
        .param("tags", new SqlArrayValue("text", tags.toArray()))
        .query(String.class)
        .list()
        .forEach(unknown::remove);
    return unknown.stream().limit(MOST_UNKNOWN).toList();
  }
}
