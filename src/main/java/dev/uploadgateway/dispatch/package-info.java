/**
 * Dispatch: claims what is due, makes match keys, sends, and settles by outcome. It knows no HTTP.
 */
@ApplicationModule(
    allowedDependencies = {
      "conversion",
      "matchkey",
      "dataset",
      "meta",
      "outbox",
      "setup",
      "trace",
      "database"
    })
@NullMarked
package dev.uploadgateway.dispatch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
