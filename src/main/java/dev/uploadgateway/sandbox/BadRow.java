package dev.uploadgateway.sandbox;

/**
 * One event of a call that Meta would refuse.
 *
 * @param index its place in {@code data}, from 0
 */
record BadRow(int index, Violation violation) {}
