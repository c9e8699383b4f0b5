package dev.uploadgateway.report;

import dev.uploadgateway.problem.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The reports as values, for pages that show them. Parameters are those of the paths, as they were
 * given; what is wrong with one ends in a {@link Problem} that names it. Quality is told by {@link
 * Quality}.
 */
@Component
public class Figures {

  private final Reports reports;
  private final JdbcClient jdbc;

  Figures(Reports reports, JdbcClient jdbc) {
    this.reports = reports;
    this.jdbc = jdbc;
  }

  /**
   * A dataset at one glance.
   *
   * @param uploads how many hold or refused something
   * @param states what became of the events
   * @param lastUploadAt null where there was none
   * @param earliestDeadline from here on Meta refuses the first of the pending events; null where
   *     none is pending
   */
  public record Overview(
      long uploads,
      States states,
      @Nullable Instant lastUploadAt,
      @Nullable Instant earliestDeadline) {}

  /**
   * Events, each counted once but for duplicates: accepted = pending + delivered + quarantined +
   * discarded.
   *
   * @param accepted that were new
   * @param duplicates that came again, and were not stored
   * @param rejected that were refused beside accepted ones, and not stored
   */
  public record States(
      long accepted,
      long pending,
      long delivered,
      long quarantined,
      long discarded,
      long duplicates,
      long rejected) {}

  /**
   * A row of statistics.
   *
   * @param event its name
   * @param time when the step began
   * @param metaCount how many Meta counts; null where it has not told
   */
  public record Step(
      String event, Instant time, StepStates states, Sums sums, @Nullable Long metaCount) {}

  /**
   * As {@link States}, of one step; null where some of the events were counted by a release that
   * did not tell them apart.
   */
  public record StepStates(
      long accepted,
      long duplicates,
      @Nullable Long pending,
      @Nullable Long delivered,
      @Nullable Long quarantined,
      @Nullable Long discarded) {}

  /**
   * What accepted events were worth.
   *
   * @param byCurrency by ISO 4217, in units of the currency
   * @param inDollars null where the rate of a currency is not configured
   */
  public record Sums(Map<String, BigDecimal> byCurrency, @Nullable BigDecimal inDollars) {

    public Sums {
      byCurrency = Map.copyOf(byCurrency);
    }
  }

  /** A row of uploads. */
  public record Upload(
      long id,
      String uploadTag,
      Instant createdAt,
      Instant lastUploadAt,
      States states,
      Sums sums,
      AtMeta atMeta) {}

  /**
   * @param calls to Meta, answered or not
   * @param matched how many of the events Meta matched to people; null where it has not told
   * @param matchRate percent; null where Meta has not told, or has none
   */
  public record AtMeta(long calls, @Nullable Long matched, @Nullable Integer matchRate) {}

  /**
   * @param after the parameter {@code after} of the next page; null where this is the last
   */
  public record UploadPage(List<Upload> uploads, @Nullable String after) {}

  /**
   * @param dataset the dataset's number
   */
  public Overview overview(int dataset) {
    return jdbc.sql(ReportSql.OVERVIEW)
        .param("dataset", dataset)
        .query((row, number) ->
            new Overview(
                row.getLong("uploads"),
                new States(
                    row.getLong("accepted"),
                    row.getLong("pending"),
                    row.getLong("delivered"),
                    row.getLong("quarantined"),
                    row.getLong("discarded"),
                    row.getLong("duplicates"),
                    row.getLong("rejected")),
                instant(row.getObject("last_upload_at", OffsetDateTime.class)),
                instant(row.getObject("deadline", OffsetDateTime.class))))
        .single();
  }

  /**
   * @param dataset the dataset's number
   * @param given {@code start}, {@code end}, {@code aggr_time}, {@code granularity}, {@code
   *     time_zone}, {@code user_timezone_id}, {@code skip_empty_values}
   */
  public List<Step> stats(int dataset, Map<String, String> given) {
    Map<String, String> all = with(given, "fields", String.join(",", Stats.FIELDS));
    List<Step> steps = new ArrayList<>();
    for (Map<String, @Nullable Object> row : reports.stats(dataset, all).listing().rows()) {
      steps.add(
          new Step(
              text(row, "event"),
              time(row, "time"),
              new StepStates(
                  whole(row, "count"),
                  whole(row, "duplicate_count"),
                  wholeOrNull(row, "pending_count"),
                  wholeOrNull(row, "delivered_count"),
                  wholeOrNull(row, "quarantined_count"),
                  wholeOrNull(row, "discarded_count")),
              sums(row),
              wholeOrNull(row, "meta_count")));
    }
    return steps;
  }

  /**
   * @param dataset the dataset's number
   * @param given {@code upload_tag}, {@code search} (a part of the tag), {@code start_time}, {@code
   *     end_time}, {@code sort_by}, {@code order}, {@code limit}, {@code after}
   */
  public UploadPage uploads(int dataset, Map<String, String> given) {
    Map<String, String> all = with(given, "fields", String.join(",", Uploads.FIELDS));
    Listing listing = reports.uploads(dataset, all).listing();
    List<Upload> uploads = listing.rows().stream().map(Figures::upload).toList();
    return new UploadPage(uploads, listing.next() ? listing.after() : null);
  }

  /**
   * @param dataset the dataset's number
   * @return empty where the dataset has no upload of that id
   */
  public Optional<Upload> upload(int dataset, long id) {
    return reports.upload(dataset, id).map(Figures::upload);
  }

  private static Upload upload(Map<String, @Nullable Object> row) {
    Long rate = wholeOrNull(row, "match_rate_approx");
    return new Upload(
        Long.parseLong(text(row, "id")),
        text(row, "upload_tag"),
        time(row, "creation_time"),
        time(row, "last_upload_time"),
        new States(
            whole(row, "valid_entries"),
            whole(row, "pending_entries"),
            whole(row, "delivered_entries"),
            whole(row, "quarantined_entries"),
            whole(row, "discarded_entries"),
            whole(row, "duplicate_entries"),
            whole(row, "rejected_entries")),
        sums(row),
        new AtMeta(
            whole(row, "api_calls"),
            wholeOrNull(row, "matched_entries"),
            rate == null || rate < 0 ? null : Integer.valueOf(rate.intValue())));
  }

  private static Map<String, String> with(Map<String, String> given, String name, String value) {
    Map<String, String> all = new HashMap<>(given);
    all.put(name, value);
    return all;
  }

  private static String text(Map<String, @Nullable Object> row, String field) {
    return (String) Objects.requireNonNull(row.get(field), field);
  }

  private static long whole(Map<String, @Nullable Object> row, String field) {
    return Objects.requireNonNull(wholeOrNull(row, field), field);
  }

  private static @Nullable Long wholeOrNull(Map<String, @Nullable Object> row, String field) {
    return row.get(field) instanceof Number number ? Long.valueOf(number.longValue()) : null;
  }

  private static Instant time(Map<String, @Nullable Object> row, String field) {
    return Instant.ofEpochSecond(whole(row, field));
  }

  private static Sums sums(Map<String, @Nullable Object> row) {
    Map<String, BigDecimal> amounts = new HashMap<>();
    if (row.get("amounts") instanceof Map<?, ?> sums) {
      sums.forEach((currency, sum) -> amounts.put((String) currency, (BigDecimal) sum));
    }
    return new Sums(amounts, (BigDecimal) row.get("usd_amount"));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
