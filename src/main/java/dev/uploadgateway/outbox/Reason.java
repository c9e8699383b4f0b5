package dev.uploadgateway.outbox;

/**
 * Why events are in quarantine.
 *
 * @param code stable, such as {@code expired}
 * @param sentence for people; never holds a customer's value
 */
public record Reason(String code, String sentence) {}
