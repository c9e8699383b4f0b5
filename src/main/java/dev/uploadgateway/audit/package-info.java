/**
 * Audit: who did what, in a table that is only ever added to. Any room that lets people change
 * something may use it; it knows none of them.
 */
@ApplicationModule(allowedDependencies = {"problem"})
@NullMarked
package dev.uploadgateway.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
