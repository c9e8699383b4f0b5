package dev.uploadgateway.facade;

/**
 * The events of a call as they came, of which only their number and their dialect is known.
 *
 * @param from where in the bytes the list begins
 * @param size how many events there are
 * @param userData whether any speaks the Conversions API's dialect
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EventList(byte[] json, int from, int length, int size, boolean userData) {

  /** Its bytes are people. */
  @Override
  public String toString() {
    return "EventList[size=" + size + "]";
  }
}
