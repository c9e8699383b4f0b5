/**
 * Mapping: what people said about the columns of their files, kept for a dataset under a name, so
 * that the file of every week needs no hand. It does not know the files.
 */
@ApplicationModule(allowedDependencies = {"sheet", "dataset", "audit", "problem"})
@NullMarked
package dev.uploadgateway.mapping;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
