package dev.uploadgateway.dataset;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param keyId the public part of the key
 * @param scopes what it may do
 * @param datasets where it may do that; null means everywhere
 */
record Caller(String keyId, Set<Scope> scopes, @Nullable Set<String> datasets) {

  /** The bearer of {@code gateway.admin-key}. */
  static final Caller ADMINISTRATOR = new Caller("admin", Set.of(Scope.ADMIN), null);

  Caller {
    scopes = Set.copyOf(scopes);
    datasets = datasets == null ? null : Set.copyOf(datasets);
  }

  boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }

  boolean mayUse(String dataset) {
    return datasets == null || datasets.contains(dataset);
  }

  boolean mayUseEveryDataset() {
    return datasets == null;
  }
}
