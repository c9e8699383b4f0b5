/** Set-up: what is administered at Meta for a dataset. It does not know the outbox. */
@ApplicationModule(allowedDependencies = {"meta", "dataset", "audit", "problem"})
@NullMarked
package dev.uploadgateway.setup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
