/**
 * What the benchmark stands beside: intake as textbooks have it. Outside of the gateway's package,
 * so that no context of its tests finds it.
 */
package dev.textbook;
