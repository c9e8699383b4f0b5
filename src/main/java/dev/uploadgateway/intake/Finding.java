package dev.uploadgateway.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with, or remarkable about, one event.
 *
 * @param index the event's position in the body, from 0
 * @param row of a sheet: its number there, where the first is 1; left out of other bodies
 * @param column of a sheet: the name of the column at fault, or its position, as in {@code #3};
 *     left out where it is no single one's
 * @param field where in the event, such as {@code contents[2].id}; never a value
 * @param code stable
 * @param message for people; never holds a value
 */
public record Finding(
    long index,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long row,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String column,
    String field,
    String code,
    String message) {}
