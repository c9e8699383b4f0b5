/**
 * Discretion: keeps the libraries that the gateway is made of from logging people and keys. It
 * knows their loggers and nothing else.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.uploadgateway.discretion;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
