package dev.uploadgateway.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param entries of the header
 * @param datasets that the caller may use, to switch between
 * @param dataset the id of the one in view; null where all are
 * @param page the entry that the page belongs to, by its name, for the switch; empty for none
 * @param who the caller, for people; null where nobody is logged in
 */
record Frame(
    List<Entry> entries,
    List<Choice> datasets,
    @Nullable String dataset,
    String page,
    @Nullable String who) {

  static final Frame NOBODY = new Frame(List.of(), List.of(), null, "", null);

  /**
   * @param current whether the page is this one or below it
   */
  record Entry(String label, String address, boolean current) {}

  record Choice(String id, String label) {}

  Frame {
    entries = List.copyOf(entries);
    datasets = List.copyOf(datasets);
  }
}
