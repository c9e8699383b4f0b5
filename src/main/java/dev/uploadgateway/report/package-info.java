/**
 * Report: what became of the events, in Meta's words, and what people decide of those in
 * quarantine. It reads what intake and settling summed up, never an envelope; what only Meta knows
 * is null or -1, never invented.
 */
@ApplicationModule(allowedDependencies = {"conversion", "dataset", "outbox", "problem", "setup"})
@NullMarked
package dev.uploadgateway.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
