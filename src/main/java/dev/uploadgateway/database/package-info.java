/**
 * Database: what holds for every connection to PostgreSQL, whoever uses it: what is an outage,
 * which servers are left, how long a statement may take. It knows no table.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.uploadgateway.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
