package dev.uploadgateway.seal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a table that hold sealed bytes, for the {@link Rewrapping} of their data keys. Each
 * room that seals has one for each of its tables.
 */
public interface SealedRows {

  /**
   * A row that is locked until the transaction ends.
   *
   * @param at what finds it again, and those behind it, by the names of the statement's parameters
   * @param place what it is sealed for
   */
  record Row(Map<String, Object> at, String place, WrappedKey key) {}

  /** The table, as the metrics name it. */
  String table();

  /** Where a pass begins: before every row. */
  Map<String, Object> beginning();

  /**
   * Locks the next rows under one of these keys, in an order that is always the same; of one
   * dataset, where the table is walked so. Those that somebody else has locked are left out.
   *
   * @param after {@link #beginning} or the {@link Row#at} of the last row of the step before
   */
  List<Row> lockNext(Collection<String> keyIds, Map<String, Object> after, int most);

  /**
   * Where the rows of the next dataset begin that has some under one of these keys, for a table
   * that is walked dataset by dataset; empty where none follows, and for any other table.
   */
  default Optional<Map<String, Object>> nextBeginning(
      Collection<String> keyIds, Map<String, Object> after) {
    return Optional.empty();
  }

  /** Replaces the wrapped data key of a row, and touches nothing else of it. */
  void replace(Row row, WrappedKey key);

  /** How many data keys each key wraps, by the ids of the keys. */
  Map<String, Long> countByKey();
}
