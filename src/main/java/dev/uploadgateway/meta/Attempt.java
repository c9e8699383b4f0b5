package dev.uploadgateway.meta;

/**
 * What an answer is an answer to.
 *
 * @param events how many the call carries
 * @param before how many calls with these events were deferred
 * @param repeats whether an earlier call with these events may have reached Meta
 */
record Attempt(int events, int before, boolean repeats) {}
