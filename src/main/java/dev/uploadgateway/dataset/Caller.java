package dev.uploadgateway.dataset;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who makes a request.
 *
 * @param keyId the public part of the key
 * @param scopes what it may do
 * @param datasets where it may do that; null means everywhere
 */
public record Caller(String keyId, Set<Scope> scopes, @Nullable Set<String> datasets)
    implements AuthenticatedPrincipal {

  /** Begins the id of who has the key of {@code gateway.admin-key}. */
  static final String ADMIN = "admin.";

  public Caller {
    scopes = Set.copyOf(scopes);
    datasets = datasets == null ? null : Set.copyOf(datasets);
  }

  /** As the audit calls it. */
  @Override
  public String getName() {
    return keyId.startsWith(ADMIN) ? "admin key" : keyId;
  }

  /** Whether it has that scope; who administers has all. */
  public boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }

  /** Whether it may be used for the dataset of that id, which need not exist. */
  public boolean mayUse(String dataset) {
    return datasets == null || datasets.contains(dataset);
  }

  public boolean mayUseEveryDataset() {
    return datasets == null;
  }
}
