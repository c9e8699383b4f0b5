/**
 * Problems: what every answer that is not the hoped-for one looks like (RFC 9457 problem details
 * with a stable code), and the request id that finds it again in the log. Any room that speaks HTTP
 * may use it.
 */
@ApplicationModule(allowedDependencies = "database")
@NullMarked
package dev.uploadgateway.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
