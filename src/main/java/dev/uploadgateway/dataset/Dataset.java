package dev.uploadgateway.dataset;

import dev.uploadgateway.matchkey.MatchKeyRules;
import org.jspecify.annotations.Nullable;

/** A destination at Meta, as it stood a few seconds ago at most. */
public record Dataset(
    Identity identity,
    Credentials credentials,
    Delivery delivery,
    MatchKeyRules matchKeyRules,
    Reachability reachability) {

  /**
   * @param number what the gateway's own tables refer to it by
   * @param id Meta's id
   * @param name for people
   */
  public record Identity(int number, String id, @Nullable String name) {}

  public int number() {
    return identity.number();
  }

  public String id() {
    return identity.id();
  }

  public @Nullable String name() {
    return identity.name();
  }
}
