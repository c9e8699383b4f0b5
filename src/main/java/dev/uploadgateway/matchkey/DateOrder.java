package dev.uploadgateway.matchkey;

/** How a dataset's shops write a date that could be read in more than one way, such as 2/3/1990. */
public enum DateOrder {
  /** Month, day, year. */
  MDY,
  /** Day, month, year. */
  DMY,
  /** Year, month, day; a date that ends in its year is then read as month, day, year. */
  YMD
}
