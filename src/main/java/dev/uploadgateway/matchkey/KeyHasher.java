package dev.uploadgateway.matchkey;

/**
 * Hashes match keys one after the other; not for two threads at once. Whoever writes many of them
 * keeps one: to make it takes as long as several hashes, and to look up that of the thread for each
 * took 3 % of an event's time.
 */
public final class KeyHasher {

  final Sha256 sha256 = new Sha256();
}
