/**
 * Match keys: identifiers, normalized and hashed as Meta matches on them. Pure; the only reader of
 * a customer.
 */
@ApplicationModule(allowedDependencies = {"conversion"})
@NullMarked
package dev.uploadgateway.matchkey;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
