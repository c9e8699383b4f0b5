package dev.uploadgateway.report;

import dev.uploadgateway.setup.MetaFigures.Told;
import dev.uploadgateway.setup.MetaHour;
import dev.uploadgateway.setup.MetaUpload;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the reports answer to parameters as they were given. Names, defaults and meanings are those
 * of the Offline Conversions API ("View Upload Stats") and of Meta's {@code
 * OfflineConversionDataSet}; what is wrong with a parameter ends in a problem that names it.
 */
@Component
public class Reports {

  private static final Set<String> YES = Set.of("true", "1");
  private static final int ROWS = 100;

  /** What Meta shows of an upload where no fields are asked for. */
  private static final List<String> META_DEFAULTS =
      List.of("id", "upload_tag", "is_excluded_for_lift");

  private static final List<String> META_FIELDS =
      Stream.concat(Uploads.FIELDS.stream(), Stream.of(Uploads.PROGRESS)).toList();

  private final Uploads uploads;
  private final Stats stats;
  private final MetaColumns meta;

  /**
   * @param averageDelay seconds from the conversion to its upload; null where there were no events,
   *     or the summary was not asked for by upload time
   * @param meta as of {@link UploadsAnswer}
   * @param range {@code start} and {@code end} of what was counted, where they are not as asked for
   */
  public record StatsAnswer(
      Listing listing,
      boolean summary,
      @Nullable BigDecimal averageDelay,
      @Nullable Map<String, Long> range,
      @Nullable Map<String, @Nullable Object> meta) {}

  /**
   * @param meta when Meta was asked for its columns, and why it told nothing; null where none of
   *     them were asked for
   */
  public record UploadsAnswer(Listing listing, @Nullable Map<String, @Nullable Object> meta) {}

  Reports(Uploads uploads, Stats stats, MetaColumns meta) {
    this.uploads = uploads;
    this.stats = stats;
    this.meta = meta;
  }

  /** Uploads with all of their fields, unless some are asked for. */
  UploadsAnswer uploads(int dataset, Map<String, String> given) {
    return uploads(
        dataset, given, Parameters.fields(given.get("fields"), Uploads.FIELDS, Uploads.FIELDS));
  }

  /** Uploads with Meta's default fields, unless others are asked for. */
  public Listing uploadsAsMeta(int dataset, Map<String, String> given) {
    return uploads(dataset, given, fieldsAsMeta(given)).listing();
  }

  /**
   * The upload of that id, with Meta's default fields unless others are asked for.
   *
   * @throws NoSuchElementException if there is none
   */
  public Map<String, @Nullable Object> uploadAsMeta(long id, Map<String, String> given) {
    int dataset = uploads.datasetOf(id).orElseThrow();
    Set<String> fields = fieldsAsMeta(given);
    List<Uploads.Row> rows = uploads.list(dataset, Uploads.Query.of(id));
    if (MetaColumns.areAskedOfUploads(fields)) {
      MetaColumns.fill(rows, meta.of(dataset).uploads());
    }
    return only(fields, rows).getFirst();
  }

  /** The upload of that id with all of its fields; empty where the dataset has none such. */
  Optional<Map<String, @Nullable Object>> upload(int dataset, long id) {
    List<Uploads.Row> rows = uploads.list(dataset, Uploads.Query.of(id));
    if (!rows.isEmpty()) {
      MetaColumns.fill(rows, meta.of(dataset).uploads());
    }
    return Uploads.only(Set.copyOf(Uploads.FIELDS), rows).stream().findFirst();
  }

  /** The ranges of its own rows that a client said it had uploaded. */
  public List<Map<String, Long>> progress(long upload) {
    return uploads.progress(upload);
  }

  /** What all uploads of a dataset come to, under the names of Meta's fields of a dataset. */
  public Map<String, @Nullable Object> totals(int dataset) {
    return uploads.totals(dataset);
  }

  /** The number of the dataset whose upload has that id. */
  public Optional<Integer> datasetOfUpload(long id) {
    return uploads.datasetOf(id);
  }

  /** Rows without {@code limit}, {@code after} or {@code before} are all of them. */
  public StatsAnswer stats(int dataset, Map<String, String> given) {
    boolean byUploadTime =
        Parameters.oneOf(
                "aggr_time",
                given.get("aggr_time"),
                List.of("event_time", "upload_time"),
                "event_time")
            .equals("upload_time");
    String steps = Parameters.oneOf("granularity", given.get("granularity"), Steps.WORDS, "daily");
    Long start = Parameters.seconds("start", given.get("start"));
    Long end = Parameters.seconds("end", given.get("end"));
    Range range = Range.of(start, end);
    Set<String> fields = Parameters.fields(given.get("fields"), Stats.FIELDS, Stats.DEFAULT_FIELDS);
    boolean summary = isTrue("summary", "false", given) && byUploadTime;
    Stats.Query query =
        new Stats.Query(
            range,
            byUploadTime,
            Steps.of(steps),
            TimeZones.of(given),
            !isTrue("skip_empty_values", "true", given),
            fields,
            summary);
    Told<List<MetaHour>> told =
        MetaColumns.areAskedOfStats(fields) ? meta.of(dataset).hours() : null;
    Stats.Result result = stats.list(dataset, query, told);
    return new StatsAnswer(
        page(result.rows(), fields, given),
        summary,
        result.averageDelay(),
        range.rounded(start, end),
        told == null || result.rows().isEmpty() ? null : MetaColumns.state(told));
  }

  private static boolean isTrue(String name, String otherwise, Map<String, String> given) {
    return YES.contains(
        Parameters.oneOf(name, given.get(name), List.of("true", "false", "1", "0"), otherwise));
  }

  private UploadsAnswer uploads(int dataset, Map<String, String> given, Set<String> fields) {
    int limit = Parameters.limit(given.get("limit"), ROWS);
    String after = Parameters.given(given.get("after"));
    String before = Parameters.given(given.get("before"));
    boolean back = before != null && after == null;
    Cursor from =
        after != null
            ? Cursor.of("after", after)
            : before == null ? null : Cursor.of("before", before);
    Uploads.Query query =
        new Uploads.Query(
            new Uploads.Which(
                null,
                Parameters.text("upload_tag", given.get("upload_tag")),
                Parameters.given(Parameters.text("search", given.get("search")))),
            Parameters.time(Parameters.seconds("start_time", given.get("start_time"))),
            Parameters.time(Parameters.seconds("end_time", given.get("end_time"))),
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
            new Uploads.Page(from, back, limit + 1));
    List<Uploads.Row> rows = uploads.list(dataset, query);
    boolean more = rows.size() > limit;
    List<Uploads.Row> nearest = more ? rows.subList(0, limit) : rows;
    List<Uploads.Row> page = back ? nearest.reversed() : nearest;
    Map<String, @Nullable Object> state = null;
    if (!page.isEmpty() && MetaColumns.areAskedOfUploads(fields)) {
      Told<Map<String, MetaUpload>> told = meta.of(dataset).uploads();
      MetaColumns.fill(page, told);
      state = MetaColumns.state(told);
    }
    Listing listing =
        new Listing(
            only(fields, page),
            page.isEmpty() ? null : page.getFirst().cursor().text(),
            page.isEmpty() ? null : page.getLast().cursor().text(),
            back ? more : after != null,
            back || more);
    return new UploadsAnswer(listing, state);
  }

  private List<Map<String, @Nullable Object>> only(Set<String> fields, List<Uploads.Row> rows) {
    if (fields.contains(Uploads.PROGRESS)) {
      uploads.addProgress(rows);
    }
    return Uploads.only(fields, rows);
  }

  private Listing page(List<Stats.Row> rows, Set<String> fields, Map<String, String> given) {
    String after = Parameters.given(given.get("after"));
    String before = Parameters.given(given.get("before"));
    int limit = Parameters.limit(given.get("limit"), Integer.MAX_VALUE);
    int from = after == null ? 0 : index("after", after, rows) + 1;
    int to = before == null || after != null ? rows.size() : index("before", before, rows);
    boolean back = after == null && before != null;
    boolean more = to - from > limit;
    List<Stats.Row> page =
        more
            ? rows.subList(back ? to - limit : from, back ? to : from + limit)
            : rows.subList(from, to);
    return new Listing(
        page.stream().map(row -> stats.fields(row, fields)).toList(),
        page.isEmpty() ? null : page.getFirst().cursor(),
        page.isEmpty() ? null : page.getLast().cursor(),
        back ? more : after != null,
        back || more);
  }

  /** Rows of the statistics come and never go. */
  private static int index(String name, String cursor, List<Stats.Row> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).cursor().equals(cursor)) {
        return i;
      }
    }
    throw Parameters.invalid(name, "is no cursor of this list");
  }

  private static Set<String> fieldsAsMeta(Map<String, String> given) {
    return Parameters.fields(given.get("fields"), META_FIELDS, META_DEFAULTS);
  }
}
