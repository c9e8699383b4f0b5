/**
 * Facade: Graph-shaped endpoints, so that clients of Meta's two APIs can point here unchanged. It
 * speaks Meta's words on the outside and asks intake, report and set-up; it does not know the
 * outbox.
 */
@ApplicationModule(
    allowedDependencies = {"intake", "report", "setup", "dataset", "problem", "database"})
@NullMarked
package dev.uploadgateway.facade;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
