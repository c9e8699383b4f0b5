package dev.uploadgateway.crash;

import dev.uploadgateway.conversion.EventKey;

/**
 * An event as the accounts know it.
 *
 * @param serial travels with the event to Meta, and is no part of its identity there
 * @param bad whether Meta was told to refuse it
 */
record Sold(long serial, String dataset, String uploadTag, EventKey key, boolean bad) {}
