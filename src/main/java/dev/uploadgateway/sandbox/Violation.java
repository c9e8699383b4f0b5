package dev.uploadgateway.sandbox;

/**
 * The first rule that an event breaks.
 *
 * @param subcode beside code 100; 0 where none is known
 * @param detail names the parameter, never its value
 */
record Violation(int subcode, String title, String detail) {

  /**
   * Subcodes of code 100, from answers that third parties published; Meta documents none of them.
   */
  enum Reason {
    INVALID(0, "Invalid parameter"),
    TOO_OLD(2804003, "Event Timestamp Too Old"),
    IN_THE_FUTURE(2804004, "Event Timestamp In The Future"),
    CONTENT_WITHOUT_ID(2804008, "Missing Content ID"),
    PURCHASE_WITHOUT_VALUE(2804009, "Missing Value For Purchase Event"),
    PURCHASE_WITHOUT_CURRENCY(2804010, "Missing Currency For Purchase Event"),
    NOT_HASHED(2804016, "Unhashed Customer Information Parameter"),
    VALUE_WITHOUT_CURRENCY(2804023, "Missing Currency For Value"),
    LIMITED_DATA_USE_INCOMPLETE(2804030, "Limited Data Use Selection Required"),
    LEAD_ID_INVALID(2804036, "Invalid Lead ID"),
    CUSTOMER_UNKNOWABLE(2804050, "Not Enough Customer Information");

    private final int subcode;
    private final String title;

    Reason(int subcode, String title) {
      this.subcode = subcode;
      this.title = title;
    }

    Violation because(String detail) {
      return new Violation(subcode, title, detail);
    }
  }
}
