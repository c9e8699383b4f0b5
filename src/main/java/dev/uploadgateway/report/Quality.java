package dev.uploadgateway.report;

import dev.uploadgateway.problem.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What Meta can match delivered events on, and how fresh they were, by the day of delivery. */
@Component
public class Quality {

  private static final List<String> GROUPS = List.of("none", "upload_tag", "event_name", "day");
  private static final LocalDate FIRST_DAY = LocalDate.EPOCH;
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
  private static final int ROWS = 100;

  /**
   * A group of delivered events of which it is known what was sent.
   *
   * @param group the upload tag, event name, or day as {@code 2026-11-24}; empty where all are one
   * @param events how many; one or more
   * @param matchKeys for each match key, by Meta's name in the Conversions API, the share of events
   *     that were sent with it: above 0, at most 1
   * @param contactShare the share with an e-mail address or a telephone number, 0 to 1
   * @param keysPerEvent how many kinds of match keys an event has on average
   * @param freshness from the conversion to its delivery
   * @param dropped what was not sent, the most frequent first
   */
  public record Row(
      String group,
      long events,
      Map<String, Double> matchKeys,
      double contactShare,
      double keysPerEvent,
      Freshness freshness,
      List<Dropped> dropped) {}

  /**
   * Seconds; from steps each of which is 1.2 times as wide as the one before, so that they are
   * within 10 % of the true value.
   */
  public record Freshness(long medianSeconds, long percentile95Seconds) {}

  /**
   * @param field Meta's name of the identifier
   * @param reason such as {@code phone_too_short}
   * @param events how many had such a value
   */
  public record Dropped(String field, String reason, long events) {}

  private static final class Sums {
    private final String group;
    private final Map<String, Long> keys = new LinkedHashMap<>();
    private final Delays delays = new Delays();
    private final List<Dropped> dropped = new ArrayList<>();
    private long events;
    private long contact;

    Sums(String group) {
      this.group = group;
    }

    void add(ResultSet row) throws SQLException {
      String item = row.getString("item");
      long count = row.getLong("events");
      switch (row.getString("kind")) {
        case "all" -> events = count;
        case "delay" -> delays.add(Integer.parseInt(item), count);
        case "drop" -> {
          String[] parts = item.split(":", 2);
          dropped.add(new Dropped(parts[0], parts[1], count));
        }
        default -> {
          if (item.equals("em|ph")) {
            contact = count;
          } else {
            keys.put(item, count);
          }
        }
      }
    }

    Row row() {
      Map<String, Double> shares = new LinkedHashMap<>();
      keys.forEach((key, count) -> shares.put(key, share(count)));
      long all = keys.values().stream().mapToLong(Long::longValue).sum();
      return new Row(
          group,
          events,
          shares,
          share(contact),
          Math.round(100.0 * all / events) / 100.0,
          new Freshness(delays.percentile(0.5), delays.percentile(0.95)),
          dropped);
    }

    private double share(long count) {
      return Math.round(10_000.0 * count / events) / 10_000.0;
    }
  }

  private final JdbcClient jdbc;

  Quality(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * By upload the worst first, by name or day in their order.
   *
   * @param dataset the dataset's number
   * @param given {@code start} and {@code end} (unix seconds; whole days of UTC, from that of the
   *     start to before that of the end, or with it where it has begun), {@code upload_tag}, {@code
   *     group_by} ({@code none}, {@code upload_tag}, {@code event_name}, {@code day}), {@code
   *     limit} (1 to 1,000; 100)
   * @throws Problem 400 {@code invalid_parameter}
   */
  public List<Row> list(int dataset, Map<String, String> given) {
    String groupBy = groupBy(given);
    String tag = Parameters.text("upload_tag", given.get("upload_tag"));
    OptionalLong upload = tag == null ? OptionalLong.empty() : upload(dataset, tag);
    if (tag != null && upload.isEmpty()) {
      return List.of();
    }
    String level = upload.isPresent() ? "both" : groupBy.equals("upload_tag") ? "uploads" : "names";
    Map<String, Sums> groups = new LinkedHashMap<>();
    jdbc.sql(QualitySql.SUMS)
        .param("dataset", dataset)
        .param("level", level)
        .param("upload", upload.isPresent() ? bigint(upload.getAsLong()) : bigint(null))
        .param("from", day(Parameters.seconds("start", given.get("start")), 0, FIRST_DAY))
        .param("to", day(Parameters.seconds("end", given.get("end")), 86_399, LAST_DAY))
        .param("groupBy", groupBy)
        .param("limit", Parameters.limit(given.get("limit"), ROWS))
        .query(row -> {
          String uploadTag = row.getString("upload_tag");
          String group = uploadTag == null ? row.getString("name") : uploadTag;
          groups.computeIfAbsent(group, Sums::new).add(row);
        });
    return groups.values().stream().map(Sums::row).toList();
  }

  /** What the rows are grouped by, as the parameter says. */
  static String groupBy(Map<String, String> given) {
    return Parameters.oneOf("group_by", given.get("group_by"), GROUPS, "none");
  }

  private OptionalLong upload(int dataset, String tag) {
    return jdbc.sql(ReportSql.UPLOAD_OF_TAG)
        .param("dataset", dataset)
        .param("uploadTag", tag)
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static SqlParameterValue bigint(@Nullable Long value) {
    return new SqlParameterValue(Types.BIGINT, value);
  }

  private static LocalDate day(@Nullable Long seconds, long up, LocalDate otherwise) {
    return seconds == null
        ? otherwise
        : LocalDate.ofInstant(Instant.ofEpochSecond(seconds + up), ZoneOffset.UTC);
  }
}
