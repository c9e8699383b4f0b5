package dev.uploadgateway.dataset;

import org.springframework.stereotype.Component;

/**
 * Recognises who logs in with a key to stay for a while, and finds them again. Who remembers them
 * in between remembers the public id of their key, which opens nothing by itself, and asks on every
 * request: a key that was deleted or has expired is one no longer, on other replicas within
 * seconds.
 */
@Component
public class Logins {

  private final ApiKeys keys;
  private final KeyUse use;

  Logins(ApiKeys keys, KeyUse use) {
    this.keys = keys;
    this.use = use;
  }

  /**
   * Whose key that is.
   *
   * @param key as it was typed
   */
  public Recognition recognise(String key) {
    Recognition recognition = keys.recognise(key.strip());
    if (recognition instanceof Recognition.Known(Caller caller)) {
      use.used(caller.keyId());
    }
    return recognition;
  }

  /**
   * Who was recognised before.
   *
   * @param keyId {@link Caller#keyId()}
   */
  public Recognition find(String keyId) {
    return keys.find(keyId);
  }
}
