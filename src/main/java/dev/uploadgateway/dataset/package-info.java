/**
 * Destinations: datasets at Meta with their credentials and settings, and the api keys that open
 * the gateway to clients.
 */
@ApplicationModule(
    allowedDependencies = {"conversion", "matchkey", "seal", "audit", "problem", "database"})
@NullMarked
package dev.uploadgateway.dataset;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
