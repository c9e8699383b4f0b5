package dev.uploadgateway.conversion;

import org.jspecify.annotations.Nullable;

/**
 * What happened, when and where.
 *
 * @param name a standard event's name in Meta's spelling, or a custom one
 * @param time unix seconds
 * @param source where it happened; null leaves it to the dataset's default
 * @param eventId the client's own id of the event, if it gave one
 */
public record Occasion(
    String name, long time, @Nullable ActionSource source, @Nullable String eventId) {}
