package dev.uploadgateway.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a key may do. */
public enum Scope {
  /** Upload, and deal with what is in quarantine. */
  WRITE,
  /** See what became of it. */
  READ,
  /** Datasets and keys, and all of the above. */
  ADMIN;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Scope> of(@Nullable String wireName) {
    return Arrays.stream(values()).filter(scope -> scope.wireName().equals(wireName)).findFirst();
  }
}
