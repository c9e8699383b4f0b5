package dev.uploadgateway.dataset;

import org.jspecify.annotations.Nullable;

/**
 * What Meta knows the gateway by.
 *
 * @param accessToken without one nothing can be sent
 * @param appSecret proves that the token is ours (Meta's {@code appsecret_proof}); needed only
 *     where the app demands it
 */
public record Credentials(@Nullable Secret accessToken, @Nullable Secret appSecret) {

  /**
   * Whether both may be of one app, whose limits they then share. Different secrets are of
   * different apps; of what has none that is not known.
   */
  public boolean mayShareApp(Credentials other) {
    return appSecret == null || other.appSecret == null || appSecret.equals(other.appSecret);
  }
}
