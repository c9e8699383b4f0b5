package dev.uploadgateway.dataset;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The key that somebody asks for.
 *
 * @param name for people
 * @param scopes what it may do, at least one
 * @param datasets where it may do that; null means everywhere
 * @param expiresAt null means never
 * @param requestsPerSecond the most that a replica takes of it, 1 to 100,000; null means any number
 */
@JsonNaming(SnakeCaseStrategy.class)
record KeyRequest(
    @Nullable String name,
    @Nullable List<@Nullable String> scopes,
    @Nullable List<@Nullable String> datasets,
    @Nullable Instant expiresAt,
    @Nullable Integer requestsPerSecond) {

  /** The first thing wrong with it. */
  Optional<Flaw> flaw(Instant now) {
    return Stream.of(
            name == null || !Draft.isName(name) ? new Flaw("name", "is 1 to 200 characters") : null,
            scopes == null
                    || scopes.isEmpty()
                    || scopes.stream().anyMatch(scope -> Scope.of(scope).isEmpty())
                ? new Flaw("scopes", "is one or more of write, read and admin")
                : null,
            Flaw.unless(
                datasets,
                given ->
                    !given.isEmpty()
                        && given.stream().allMatch(id -> id != null && Draft.isDatasetId(id)),
                "datasets",
                "is one or more ids of datasets, or null for all of them"),
            Flaw.unless(expiresAt, now::isBefore, "expires_at", "is in the future"),
            Flaw.unless(
                requestsPerSecond,
                given -> given >= 1 && given <= 100_000,
                "requests_per_second",
                "is 1 to 100000"))
        .filter(Objects::nonNull)
        .findFirst();
  }

  ApiKeyRow row() {
    ApiKeyRow row = new ApiKeyRow();
    row.name = Objects.requireNonNull(name);
    row.scopes = distinct(Objects.requireNonNull(scopes));
    row.datasets = datasets == null ? null : distinct(datasets);
    row.expiresAt = expiresAt;
    row.requestsPerSecond = requestsPerSecond;
    return row;
  }

  private static List<String> distinct(List<@Nullable String> given) {
    return given.stream().map(Objects::requireNonNull).distinct().toList();
  }
}
