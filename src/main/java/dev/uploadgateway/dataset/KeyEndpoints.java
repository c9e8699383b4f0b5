package dev.uploadgateway.dataset;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Administration of api keys. A key is shown in the answer that creates it and never again. */
@RestController
@RequestMapping("/v1/keys")
class KeyEndpoints {

  private static final Duration USUAL_OVERLAP = Duration.ofHours(24);
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  private final ApiKeys keys;
  private final ApiKeyRows rows;

  KeyEndpoints(ApiKeys keys, ApiKeyRows rows) {
    this.keys = keys;
    this.rows = rows;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, @Nullable Object> create(@RequestBody KeyRequest request) {
    request
        .flaw(Instant.now())
        .ifPresent(flaw -> {
          throw flaw.problem();
        });
    ApiKeyRow row = request.row();
    String key = keys.create(row);
    return shown(row, key);
  }

  @GetMapping
  Map<String, Object> list() {
    List<Map<String, @Nullable Object>> data =
        rows.findAllByOrderByCreatedAt().stream().map(row -> shown(row, null)).toList();
    return Map.of("data", data);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    if (!keys.delete(id)) {
      throw ApiKeys.unknown();
    }
  }

  /**
   * @param overlap how long the old key goes on opening, up to 30 days; a day unless said otherwise
   */
  record Rotation(@Nullable Duration overlap) {}

  @PostMapping("/{id}/rotate")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, @Nullable Object> rotate(
      @PathVariable String id, @RequestBody(required = false) @Nullable Rotation asked) {
    Duration overlap = asked == null || asked.overlap() == null ? USUAL_OVERLAP : asked.overlap();
    if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw new Flaw("overlap", "is a duration such as PT24H, 30 days at the most").problem();
    }
    ApiKeys.Rotated rotated = keys.rotate(id, overlap);
    Map<String, @Nullable Object> shown = shown(rotated.successor(), rotated.key());
    shown.put("replaced_expires_at", rotated.endsAt());
    return shown;
  }

  private static Map<String, @Nullable Object> shown(ApiKeyRow row, @Nullable String key) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", row.id);
    if (key != null) {
      shown.put("key", key);
    }
    shown.put("name", row.name);
    shown.put("scopes", row.scopes);
    shown.put("datasets", row.datasets);
    shown.put("created_at", row.createdAt);
    shown.put("expires_at", row.expiresAt);
    shown.put("requests_per_second", row.requestsPerSecond);
    shown.put("last_used_at", row.lastUsedAt);
    shown.put("replaces", row.replaces);
    return shown;
  }
}
