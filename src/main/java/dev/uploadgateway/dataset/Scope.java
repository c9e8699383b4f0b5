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

  /** As in {@code POST /v1/keys}, such as {@code read}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of that name, or empty where there is none. */
  public static Optional<Scope> of(@Nullable String wireName) {
    return Arrays.stream(values()).filter(scope -> scope.wireName().equals(wireName)).findFirst();
  }
}
