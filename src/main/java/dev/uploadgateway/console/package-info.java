/**
 * Console: the browser's pages. It turns what the other rooms know into words and buttons, asks
 * them through their public doors, and knows no SQL.
 */
@ApplicationModule(
    allowedDependencies = {
      "conversion",
      "sheet",
      "mapping",
      "intake",
      "file",
      "preview",
      "dispatch",
      "report",
      "setup",
      "outbox",
      "dataset",
      "audit",
      "problem",
      "database"
    })
@NullMarked
package dev.uploadgateway.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
