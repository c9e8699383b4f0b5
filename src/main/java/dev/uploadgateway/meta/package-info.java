/**
 * Meta's Graph API: the two wire dialects, what an answer means, versions and proofs. It knows
 * neither Postgres nor raw identifiers.
 */
@ApplicationModule(allowedDependencies = {"conversion", "matchkey", "dataset"})
@NullMarked
package dev.uploadgateway.meta;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
