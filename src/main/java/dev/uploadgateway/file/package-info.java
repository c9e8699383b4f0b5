/**
 * File: files of events that are worked off in the background. Receives them sealed, shows what
 * would become of their rows, stores the events through intake piece by piece, and gives back what
 * was refused. It does not judge events.
 */
@ApplicationModule(
    allowedDependencies = {
      "conversion",
      "intake",
      "mapping",
      "sheet",
      "dataset",
      "seal",
      "audit",
      "problem",
      "database"
    })
@NullMarked
package dev.uploadgateway.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
