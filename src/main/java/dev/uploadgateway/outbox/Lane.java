package dev.uploadgateway.outbox;

import org.jspecify.annotations.Nullable;

/**
 * What events must share to travel in one call.
 *
 * @param dataset the dataset's number
 * @param uploadTag names the upload, 1 to 256 characters
 * @param namespaceId scope of external ids, if the client gave one
 */
public record Lane(int dataset, String uploadTag, @Nullable String namespaceId) {}
