package dev.uploadgateway.intake;

import java.util.ArrayList;
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

  List<Finding> listed() {
    return listed;
  }

  long omitted() {
    return omitted;
  }
}
