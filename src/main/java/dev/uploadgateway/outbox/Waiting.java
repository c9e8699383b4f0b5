package dev.uploadgateway.outbox;

import java.time.Instant;

/**
 * Published after a commit: events of this dataset wait, and the first of them are due then.
 *
 * @param dataset the dataset's number
 */
public record Waiting(int dataset, Instant due) {}
