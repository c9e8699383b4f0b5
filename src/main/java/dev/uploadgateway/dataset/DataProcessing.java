package dev.uploadgateway.dataset;

/**
 * Meta's data processing options (Limited Data Use, for the privacy laws of some US states), for
 * events that bring none of their own. Country and state are those of "Data Processing Options": 0
 * lets Meta find out where the customer is, which takes a client IP address; 1 is the United
 * States.
 */
public enum DataProcessing {
  /** No option is sent. */
  NONE,
  /**
   * Every event is limited: {@code 0/0} where the customer has a client IP address, else {@code 1}
   * and the code of their state, else {@code 1/1000}, which is California, the strictest.
   */
  LDU,
  /**
   * Limited is who lives in one of the 14 states that have a code, by {@code 1} and that code, and
   * with {@code 0/0} who has a client IP address and neither a state nor another country; nobody
   * else.
   */
  LDU_BY_STATE
}
