package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
    Problem refusal = AccessRules.refusal(caller(key), scope, dataset);
    if (refusal != null) {
      throw refusal;
    }
  }

  /**
   * Returns if the key is good for that, and for every dataset.
   *
   * @throws Problem as above
   */
  public void admitEverywhere(@Nullable String key, Scope scope) {
    admit(key, scope, null);
    if (!caller(key).mayUseEveryDataset()) {
      throw new Problem(
          HttpStatus.FORBIDDEN, "dataset_not_allowed", "This takes a key that is for all datasets");
    }
  }

  /**
   * The datasets that a key may be used for.
   *
   * @throws Problem 401, as above
   */
  public Predicate<String> usable(@Nullable String key) {
    return caller(key)::mayUse;
  }

  private Caller caller(@Nullable String key) {
    if (key == null || key.isBlank()) {
      throw BearerKey.unauthorized("missing_key", "The request needs an api key as access_token");
    }
    return switch (keys.recognise(key.strip())) {
      case Recognition.Known(Caller known) -> {
        BearerKey.authenticate(known);
        yield known;
      }
      case Recognition.Unknown() -> throw BearerKey.unknown();
      case Recognition.Expired() -> throw BearerKey.expired();
    };
  }
}
