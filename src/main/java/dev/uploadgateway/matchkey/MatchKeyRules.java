package dev.uploadgateway.matchkey;

import org.jspecify.annotations.Nullable;

/**
 * What a dataset says about its identifiers.
 *
 * @param defaultCountry ISO alpha-2, for telephone numbers and addresses without a country
 * @param dateOrder how dates of birth are written where that is not clear
 * @param hashExternalId whether external ids are hashed
 */
public record MatchKeyRules(
    @Nullable String defaultCountry, DateOrder dateOrder, boolean hashExternalId) {}
