package dev.uploadgateway.intake;

/**
 * What is wrong with, or remarkable about, one event.
 *
 * @param index the event's position in the body, from 0
 * @param field where in the event, such as {@code contents[2].id}; never a value
 * @param code stable
 * @param message for people; never holds a value
 */
public record Finding(long index, String field, String code, String message) {}
