package dev.uploadgateway.audit;

import dev.uploadgateway.problem.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /v1/audit}: who did what, the newest first. */
@RestController
class AuditEndpoint {

  private static final int MOST = 1_000;
  private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final JsonMapper JSON = new JsonMapper();

  private final JdbcClient jdbc;

  AuditEndpoint(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping("/v1/audit")
  Map<String, Object> list(
      @RequestParam(required = false) @Nullable String dataset,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String since,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable Long after) {
    if (action != null && !Action.words().contains(action)) {
      throw invalid("action", "is one of " + String.join(", ", Action.words()));
    }
    if (dataset != null && !DATASET.matcher(dataset).matches()) {
      throw invalid("dataset", "is the id of a dataset");
    }
    if (limit < 1 || limit > MOST) {
      throw invalid("limit", "is 1 to " + MOST);
    }
    List<Map<String, @Nullable Object>> found =
        jdbc.sql(AuditSql.LIST)
            .param("dataset", new SqlParameterValue(Types.VARCHAR, dataset))
            .param("what", new SqlParameterValue(Types.VARCHAR, action))
            .param("since", new SqlParameterValue(Types.TIMESTAMP_WITH_TIMEZONE, time(since)))
            .param("after", new SqlParameterValue(Types.BIGINT, after))
            // One more than asked for tells whether there is a next page.
            .param("limit", limit + 1)
            .query(AuditEndpoint::shown)
            .list();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", found.stream().limit(limit).toList());
    if (found.size() > limit) {
      answer.put("after", String.valueOf(found.get(limit - 1).get("id")));
    }
    return answer;
  }

  private static Map<String, @Nullable Object> shown(ResultSet row, int number)
      throws SQLException {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", Long.toString(row.getLong("id")));
    shown.put("at", row.getObject("at", OffsetDateTime.class).toInstant());
    shown.put("who", row.getString("who"));
    shown.put("action", row.getString("what"));
    shown.put("dataset", row.getString("dataset"));
    shown.put("target", row.getString("target"));
    shown.put("details", JSON.readTree(row.getString("details")));
    return shown;
  }

  private static @Nullable OffsetDateTime time(@Nullable String since) {
    try {
      return since == null ? null : Instant.parse(since).atOffset(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw invalid("since", "is a time such as 2026-11-26T09:30:00Z");
    }
  }

  private static Problem invalid(String parameter, String rule) {
    return new Problem(
            HttpStatus.BAD_REQUEST,
            "invalid_parameter",
            "The parameter %s %s".formatted(parameter, rule))
        .with("parameter", parameter);
  }
}
