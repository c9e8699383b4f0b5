package dev.uploadgateway.dataset;

/** A token or secret in the clear. It prints as nothing. */
public record Secret(String value) {

  @Override
  public String toString() {
    return "Secret[]";
  }
}
