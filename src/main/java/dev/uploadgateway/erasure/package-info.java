/**
 * Erasure: takes a person out of everything that waits, at their wish. It compares, and logs
 * nobody; what it looks through the outbox and the files open for it.
 */
@ApplicationModule(
    allowedDependencies = {
      "conversion",
      "matchkey",
      "dataset",
      "outbox",
      "file",
      "audit",
      "problem"
    })
@NullMarked
package dev.uploadgateway.erasure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
