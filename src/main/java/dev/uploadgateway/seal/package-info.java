/**
 * Seal: authenticated encryption under a ring of configured keys. It does not know what it seals.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.uploadgateway.seal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
