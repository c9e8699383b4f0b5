/**
 * Turns a customer into match keys: each identifier in Meta's form, then its SHA-256. Pure, and the
 * only reader of a customer.
 */
@ApplicationModule(allowedDependencies = {"conversion"})
@NullMarked
package dev.uploadgateway.matchkey;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
