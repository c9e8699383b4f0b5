package dev.uploadgateway.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_key}. */
@Entity
@Table(name = "api_key")
class ApiKeyRow {

  @Id String id = "";
  String name = "";
  byte[] secretHash = {};

  @JdbcTypeCode(SqlTypes.ARRAY)
  List<String> scopes = List.of();

  @JdbcTypeCode(SqlTypes.ARRAY)
  @Nullable List<String> datasets;

  Instant createdAt = Instant.EPOCH;
  @Nullable Instant expiresAt;
  @Nullable Integer requestsPerSecond;

  @Column(insertable = false, updatable = false)
  @Nullable Instant lastUsedAt;

  @Nullable String replaces;

  /** One that may do the same for as long, once it has an id and a secret. */
  ApiKeyRow successor(Instant now) {
    ApiKeyRow successor = new ApiKeyRow();
    successor.name = name;
    successor.scopes = List.copyOf(scopes);
    successor.datasets = datasets == null ? null : List.copyOf(datasets);
    successor.requestsPerSecond = requestsPerSecond;
    successor.replaces = id;
    successor.expiresAt =
        expiresAt == null ? null : now.plus(Duration.between(createdAt, expiresAt));
    return successor;
  }

  Caller caller() {
    return new Caller(
        id,
        scopes.stream().map(scope -> Scope.of(scope).orElseThrow()).collect(Collectors.toSet()),
        datasets == null ? null : Set.copyOf(datasets));
  }
}
