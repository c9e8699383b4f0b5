package dev.uploadgateway.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * What a dry run tells of events. Names and meanings are those that Meta's own file uploader reads
 * from the Offline Conversions API's {@code /validate}; the lists are the gateway's.
 *
 * @param processed all events that were sent
 * @param valid those of them that would be stored
 * @param invalidEntries why others would not
 * @param messages what is remarkable about some
 */
public record DryRun(
    @JsonProperty("num_processed_entries") long processed,
    @JsonProperty("total_validated_count") long valid,
    @JsonUnwrapped Identification identification,
    @JsonUnwrapped Times times,
    @JsonUnwrapped Sales sales,
    @JsonUnwrapped OnlyMeta onlyMeta,
    @JsonProperty("invalid_entries") List<InvalidEntry> invalidEntries,
    List<String> messages) {

  /**
   * How well events identify customers and orders.
   *
   * @param withoutMatchKeys events with no identifier
   * @param withoutOrderId events with no order_id
   * @param itemNumberAlone events with an item_number and no order_id
   * @param repeated events with the order_id and item_number of an earlier one
   * @param repeatedAtAnotherTime events among these whose event_time is another
   * @param orderOfAnother events with the order_id of an earlier one, and other identifiers
   */
  public record Identification(
      @JsonProperty("events_without_match_keys_count") long withoutMatchKeys,
      @JsonProperty("no_orderid_count") long withoutOrderId,
      @JsonProperty("events_with_itemnum_no_orderid_count") long itemNumberAlone,
      @JsonProperty("nonunique_orderid_itemnum_count") long repeated,
      @JsonProperty("orderid_itemnum_nonunique_event_time_count") long repeatedAtAnotherTime,
      @JsonProperty("orderid_nonunique_match_keys_count") long orderOfAnother) {}

  /**
   * How late events are, and how exact.
   *
   * @param lagged2Days events more than that before now, as are the others
   * @param timesOfDay how many seconds of the day (UTC) there are among the events: few where a
   *     till sends the day only
   */
  public record Times(
      @JsonProperty("events_lagged_2_days_count") long lagged2Days,
      @JsonProperty("events_lagged_7_days_count") long lagged7Days,
      @JsonProperty("events_lagged_90_days_count") long lagged90Days,
      @JsonProperty("unique_event_time_of_day_count") long timesOfDay) {}

  /**
   * @param withValue events with a value
   * @param values how many different ones there are
   */
  public record Sales(
      @JsonProperty("events_with_value_count") long withValue,
      @JsonProperty("unique_value_count") long values) {}

  /** What is known to Meta only, in its words for "not available" or "nothing to say". */
  public record OnlyMeta(
      @JsonProperty("match_count") int matchCount,
      @JsonProperty("dataset_not_assigned_to_adaccount") boolean notAssigned,
      @JsonProperty("events_before_adaccount_assignment") List<String> beforeAssignment,
      @JsonProperty("events_contents_with_nonstandard_category")
          Map<String, Object> nonstandardCategories) {

    static final OnlyMeta UNKNOWN =
        new OnlyMeta(-1, false, List.of(), Map.of("count", 0, "samples", List.of()));
  }
}
