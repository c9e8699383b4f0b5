package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets a request in whose key is not where the security filters look for it, but in a parameter or
 * in the body. Who calls it does so before anything else is done with the request.
 */
@Component
public class Admission {

  private final ApiKeys keys;

  Admission(ApiKeys keys) {
    this.keys = keys;
  }

  /**
   * Returns if the key is good for that.
   *
   * @param key as it was presented; null where none was
   * @param dataset the dataset that the request is about, which need not exist; null where it is
   *     about none
   * @throws Problem 401 {@code missing_key}, {@code unknown_key} or {@code expired_key}; 403 {@code
   *     dataset_not_allowed} or {@code scope_missing}
   */
  public void admit(@Nullable String key, Scope scope, @Nullable String dataset) {
    if (key == null || key.isBlank()) {
      throw BearerKey.unauthorized("missing_key", "The request needs an api key as access_token");
    }
    Caller caller =
        switch (keys.recognise(key.strip())) {
          case Recognition.Known(Caller known) -> known;
          case Recognition.Unknown() -> throw BearerKey.unknown();
          case Recognition.Expired() -> throw BearerKey.expired();
        };
    Problem refusal = AccessRules.refusal(caller, scope, dataset);
    if (refusal != null) {
      throw refusal;
    }
  }
}
