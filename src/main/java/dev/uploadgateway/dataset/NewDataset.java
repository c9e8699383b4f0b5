package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A dataset that is about to be created at Meta. What is not said here takes its default, and can
 * be put later.
 *
 * @param name 1 to 200 characters
 * @param credentials what it is created with, and what events are then sent with
 * @param apiVersion such as {@code v26.0}; null takes the gateway's
 */
public record NewDataset(
    String name, Credentials credentials, Wire wire, @Nullable String apiVersion) {

  /**
   * @throws Problem 400 {@code invalid_field} where the gateway could not keep it
   */
  public NewDataset {
    draft(name, credentials, wire, apiVersion)
        .flaw()
        .ifPresent(flaw -> {
          throw flaw.problem();
        });
  }

  Draft draft() {
    return draft(name, credentials, wire, apiVersion);
  }

  private static Draft draft(
      String name, Credentials credentials, Wire wire, @Nullable String apiVersion) {
    return new Draft(
        name,
        value(credentials.accessToken()),
        value(credentials.appSecret()),
        wire.wireName(),
        apiVersion,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static @Nullable String value(@Nullable Secret secret) {
    return secret == null ? null : secret.value();
  }
}
