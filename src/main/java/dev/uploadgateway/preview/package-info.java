/**
 * Preview: what would be sent of a request, key by key and byte by byte, to whoever wrote it. It
 * stores nothing, logs nothing, and decides nothing itself: what it shows comes from intake,
 * dispatch and match keys as they are.
 */
@ApplicationModule(
    allowedDependencies = {
      "conversion",
      "matchkey",
      "dataset",
      "meta",
      "outbox",
      "dispatch",
      "intake"
    })
@NullMarked
package dev.uploadgateway.preview;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
