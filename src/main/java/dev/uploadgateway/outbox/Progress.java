package dev.uploadgateway.outbox;

/**
 * A range of the rows that a client numbers itself, so that it can tell after a lost answer whether
 * they had arrived.
 *
 * @param startInclusive zero or more
 * @param endExclusive more than that
 */
public record Progress(long startInclusive, long endExclusive) {

  public Progress {
    if (startInclusive < 0 || endExclusive <= startInclusive) {
      throw new IllegalArgumentException("A range begins at 0 or later and is not empty");
    }
  }

  /** Some of the range was stored before, and so nothing is now. */
  public static final class Overlap extends RuntimeException {

    private static final long serialVersionUID = 1;

    Overlap() {
      super("Some of these rows were stored before", null, false, false);
    }
  }
}
