/**
 * Outbox: what waits, in Postgres, as sealed batches. The only room that writes its tables; it
 * knows neither Meta nor HTTP.
 */
@ApplicationModule(allowedDependencies = {"conversion", "seal", "audit", "trace"})
@NullMarked
package dev.uploadgateway.outbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
