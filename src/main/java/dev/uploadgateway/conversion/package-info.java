/**
 * The language of the gateway: what a shop reports (event, customer, contents) and what identifies
 * it (event key). Pure values; no Spring, no I/O.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.uploadgateway.conversion;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
