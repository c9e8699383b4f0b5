package dev.uploadgateway.sheet;

/** What can be wrong with, or remarkable about, a cell before it is known what its event is. */
public enum CellRule {
  /** Refuses the row. */
  NOT_A_NUMBER,
  /** Refuses the row. */
  NOT_A_TIME,
  /** Refuses the row. */
  NOT_JSON,
  /** Refuses the row: the cell is larger than a whole event may be. */
  TOO_LARGE,
  /** Refuses the row: there are cells beyond the last column. */
  ROW_TOO_LONG,
  /** The time does not exist in its zone, and is taken as much later as the clocks were put. */
  TIME_SKIPPED,
  /** The time was there twice in its zone, and the earlier is taken. */
  TIME_TWICE
}
