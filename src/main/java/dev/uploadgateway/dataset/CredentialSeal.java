package dev.uploadgateway.dataset;

import dev.uploadgateway.seal.Seal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Seals the secrets of a dataset, each for its own place, so that no row can borrow another's. */
@Component
class CredentialSeal {

  private final Seal seal;

  CredentialSeal(Seal seal) {
    this.seal = seal;
  }

  /**
   * @throws dev.uploadgateway.seal.SealBroken if either cannot be opened
   */
  Credentials open(DatasetRow row) {
    return new Credentials(
        row.accessToken == null ? null : row.accessToken.open(tokenPlace(row), seal),
        row.appSecret == null ? null : row.appSecret.open(secretPlace(row), seal));
  }

  /** Takes what the draft gives; what it leaves out, or says again, stays sealed as it is. */
  void take(Draft draft, DatasetRow row, Credentials present) {
    row.accessToken =
        resealed(row.accessToken, draft.accessToken(), present.accessToken(), tokenPlace(row));
    row.appSecret =
        resealed(row.appSecret, draft.appSecret(), present.appSecret(), secretPlace(row));
  }

  private @Nullable SealedSecret resealed(
      @Nullable SealedSecret sealed,
      @Nullable String given,
      @Nullable Secret present,
      String place) {
    return given == null || (present != null && present.value().equals(given))
        ? sealed
        : SealedSecret.of(given, place, seal);
  }

  private static String tokenPlace(DatasetRow row) {
    return tokenPlace(row.id);
  }

  private static String secretPlace(DatasetRow row) {
    return secretPlace(row.id);
  }

  static String tokenPlace(String dataset) {
    return "dataset/" + dataset + "/access_token";
  }

  static String secretPlace(String dataset) {
    return "dataset/" + dataset + "/app_secret";
  }
}
