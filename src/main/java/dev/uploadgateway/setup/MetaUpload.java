package dev.uploadgateway.setup;

import org.jspecify.annotations.Nullable;

/**
 * Meta's row of an upload ({@code OfflineConversionDataSetUpload}); null is what it left out.
 *
 * @param validEntries events that were new to Meta
 * @param matchedEntries those that it matched to people
 * @param duplicateEntries events that it had already
 * @param matchRateApprox percent; -1 where Meta has none
 */
public record MetaUpload(
    @Nullable Long validEntries,
    @Nullable Long matchedEntries,
    @Nullable Long duplicateEntries,
    @Nullable Integer matchRateApprox,
    @Nullable Boolean isExcludedForLift) {}
