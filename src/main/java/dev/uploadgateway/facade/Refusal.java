package dev.uploadgateway.facade;

/** A Graph error on its way to the answer. It costs no stack trace and is logged nowhere. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient GraphError error;

  Refusal(GraphError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  GraphError error() {
    return error;
  }
}
