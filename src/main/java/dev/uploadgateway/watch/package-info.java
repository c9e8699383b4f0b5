/**
 * Watch: what the people on call and their tools look at. Gauges, health and the Actuator endpoint
 * {@code gateway} all tell the same figures, as the other rooms know them.
 */
@ApplicationModule(allowedDependencies = {"dispatch", "report", "dataset", "database"})
@NullMarked
package dev.uploadgateway.watch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
