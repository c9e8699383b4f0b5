/**
 * Intake: native REST in. Reads JSON, NDJSON and sheets, validates, groups commits, answers. It
 * does not know Meta's wire.
 */
@ApplicationModule(
    allowedDependencies = {
      "conversion",
      "matchkey",
      "dataset",
      "outbox",
      "dispatch",
      "sheet",
      "mapping",
      "audit",
      "problem",
      "trace",
      "database"
    })
@NullMarked
package dev.uploadgateway.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
