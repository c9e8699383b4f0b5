package dev.uploadgateway.seal;

/**
 * Sealed bytes cannot be opened: they were changed, they belong elsewhere, or their key is not in
 * the ring.
 */
public final class SealBroken extends RuntimeException {

  private static final long serialVersionUID = 1;

  SealBroken(String message) {
    super(message);
  }
}
