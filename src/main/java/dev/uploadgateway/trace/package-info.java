/**
 * Trace: the way of events from the request that brought them, through the outbox, to the call that
 * delivers them, for whoever gathers OpenTelemetry's traces. It is off until it is told where to
 * send them. Spans say what the log says and no more: nothing of a customer, no key and no token.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.uploadgateway.trace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
