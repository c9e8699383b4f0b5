package dev.uploadgateway.matchkey;

/** What became of one raw value. */
sealed interface Reading {

  /**
   * It is sent. Prints as nothing.
   *
   * @param text normalized, never empty
   * @param toHash false where it travels as it is, being a hash already or an identifier that Meta
   *     wants plain
   */
  record Kept(String text, boolean toHash) implements Reading {

    static Kept asIs(String text) {
      return new Kept(text, false);
    }

    @Override
    public String toString() {
      return "Kept[]";
    }
  }

  /** It is not sent. */
  record Dropped(DropReason reason) implements Reading {}

  static Reading toHash(String text) {
    return text.isEmpty() ? new Dropped(DropReason.EMPTY) : new Kept(text, true);
  }

  static Reading asIs(String text) {
    return text.isEmpty() ? new Dropped(DropReason.EMPTY) : new Kept(text, false);
  }
}
