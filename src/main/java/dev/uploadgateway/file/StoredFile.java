package dev.uploadgateway.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file's row, beside its pieces. */
record StoredFile(
    long id, String name, State state, Form form, Run run, Progress progress, Times times) {

  /**
   * @param charset null while it is arriving
   * @param delimiter null while it is arriving
   * @param rows without the names of the columns and blank ones; so far, while it is arriving
   */
  record Form(long bytes, @Nullable String charset, @Nullable String delimiter, long rows) {}

  /**
   * @param uploadTag null until it is started
   * @param mapping JSON; null until it is started
   * @param failure why it failed, for people; null where it did not
   */
  record Run(@Nullable String uploadTag, @Nullable String mapping, @Nullable String failure) {}

  record Progress(long rows, long accepted, long duplicates, long rejected) {}

  record Times(Instant created, @Nullable Instant started, @Nullable Instant ended) {}
}
