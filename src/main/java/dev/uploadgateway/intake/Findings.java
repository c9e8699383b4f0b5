package dev.uploadgateway.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Errors or warnings of one request: all are counted, the first so many are listed, and of one
 * event no more than so many.
 */
final class Findings {

  private final int limit;
  private final int limitOfEvent;
  private final List<Finding> listed = new ArrayList<>();
  private final Map<String, Long> byCode = new HashMap<>();
  private long event = -1;
  private int listedOfEvent;
  private long omitted;

  Findings(int limit, int limitOfEvent) {
    this.limit = limit;
    this.limitOfEvent = limitOfEvent;
  }

  void add(Finding finding) {
    byCode.merge(finding.code(), 1L, Long::sum);
    if (finding.index() != event) {
      event = finding.index();
      listedOfEvent = 0;
    }
    if (listed.size() < limit && listedOfEvent < limitOfEvent) {
      listedOfEvent++;
      listed.add(finding);
    } else {
      omitted++;
    }
  }

  /** By event: some are known only when the whole body has been read. */
  List<Finding> listed() {
    return listed.stream().sorted(Comparator.comparingLong(Finding::index)).toList();
  }

  /** How many there were of each code, those that are not listed among them. */
  Map<String, Long> byCode() {
    return Map.copyOf(byCode);
  }

  long omitted() {
    return omitted;
  }
}
