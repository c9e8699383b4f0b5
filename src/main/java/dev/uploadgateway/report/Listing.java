package dev.uploadgateway.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, in Meta's words.
 *
 * @param rows fields by name, in the order of the documentation; null is what the gateway cannot
 *     know
 * @param before the cursor of the first row; null where there is none
 * @param after the cursor of the last
 * @param previous whether there are rows before
 * @param next whether there are rows after
 */
public record Listing(
    List<Map<String, @Nullable Object>> rows,
    @Nullable String before,
    @Nullable String after,
    boolean previous,
    boolean next) {}
