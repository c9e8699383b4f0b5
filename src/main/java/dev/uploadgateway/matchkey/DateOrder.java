package dev.uploadgateway.matchkey;

/** The order in which a shop writes day, month and year. */
public enum DateOrder {
  MDY,
  DMY,
  YMD
}
