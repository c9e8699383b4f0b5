package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Lets a request in whose key is not where the security filters look for it, but in a parameter or
 * in the body. Who calls it does so before anything else is done with the request.
 */
@Component
public class Admission {

  private static final String ADMITTED = Admission.class.getName();

  /** Whom a request was let in for. */
  private record Admitted(String key, Caller caller) {

    @Override
    public String toString() {
      return "Admitted[]";
    }
  }

  private final Entrance entrance;

  Admission(Entrance entrance) {
    this.entrance = entrance;
  }

  /**
   * Returns if the key is good for that.
   *
   * @param key as it was presented; null where none was
   * @param dataset the dataset that the request is about, which need not exist; null where it is
   *     about none
   * @throws Problem 401 {@code missing_key}, {@code unknown_key} or {@code expired_key}; 403 {@code
   *     dataset_not_allowed} or {@code scope_missing}; 429 {@code rate_limited} or {@code
   *     too_many_failures}
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
    // Asked several times in a request, which is one all the same.
    HttpServletRequest request =
        ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    if (request.getAttribute(ADMITTED) instanceof Admitted(String before, Caller known)
        && before.equals(key)) {
      return known;
    }
    Caller caller = entrance.admit(key.strip(), request.getRemoteAddr());
    BearerKey.authenticate(caller);
    request.setAttribute(ADMITTED, new Admitted(key, caller));
    return caller;
  }
}
