package dev.uploadgateway.sandbox;

import tools.jackson.databind.JsonNode;

/**
 * One event as it arrived.
 *
 * @param json its tree, read once
 * @param text its exact bytes on the wire, whitespace included, which tell a faithful resend from a
 *     similar one
 */
// Two events are never compared as values; the ledger compares fingerprints of their text.
@SuppressWarnings("ArrayRecordComponent")
record Event(JsonNode json, byte[] text) {}
