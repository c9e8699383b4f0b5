package dev.uploadgateway.outbox;

/**
 * Why events are in quarantine.
 *
 * @param code stable, such as {@code expired}: one of {@link ReasonCode}, or of another release
 * @param sentence for people; never holds a customer's value
 */
public record Reason(String code, String sentence) {}
