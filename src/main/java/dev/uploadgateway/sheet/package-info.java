/**
 * Sheet: tables as text, as spreadsheets and cash registers export them. Reads their rows, finds
 * out what their columns are, and writes a row as the JSON of an event; pure, no Spring, no I/O of
 * its own. It does not judge events.
 */
@ApplicationModule(allowedDependencies = {"conversion"})
@NullMarked
package dev.uploadgateway.sheet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
