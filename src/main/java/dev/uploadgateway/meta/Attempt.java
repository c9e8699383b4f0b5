package dev.uploadgateway.meta;

/**
 * What an answer is an answer to.
 *
 * @param events how many the call carries
 * @param before how many calls with these events were deferred
 * @param repeats whether it carries the bytes of an earlier call whose outcome is not known
 */
record Attempt(int events, int before, boolean repeats) {}
