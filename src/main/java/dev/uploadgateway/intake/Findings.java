package dev.uploadgateway.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Errors or warnings of one request: all are counted, the first so many are listed. */
final class Findings {

  private final int limit;
  private final List<Finding> listed = new ArrayList<>();
  private long omitted;

  Findings(int limit) {
    this.limit = limit;
  }

  void add(Finding finding) {
    if (listed.size() < limit) {
      listed.add(finding);
    } else {
      omitted++;
    }
  }

  /** By event: some are known only when the whole body has been read. */
  List<Finding> listed() {
    return listed.stream().sorted(Comparator.comparingLong(Finding::index)).toList();
  }

  long omitted() {
    return omitted;
  }
}
