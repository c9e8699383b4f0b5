/**
 * Sandbox: a strict stand-in for Meta's Graph API, spoken to over HTTP, that shares no code with
 * the gateway it judges.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.uploadgateway.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
