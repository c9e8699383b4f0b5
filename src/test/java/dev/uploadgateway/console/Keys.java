package dev.uploadgateway.console;

import dev.uploadgateway.Api;

/** Makes api keys. */
final class Keys {

  private Keys() {}

  static String make(Api admin, String scope, String dataset) {
    return admin
        .post(
            "/v1/keys",
            """
            {"name": "test", "scopes": ["%s"], "datasets": ["%s"]}
            """
                .formatted(scope, dataset))
        .text("key");
  }

  /** The public part of a key. */
  static String id(String key) {
    return key.split("_", 3)[1];
  }
}
