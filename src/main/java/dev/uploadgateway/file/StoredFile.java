package dev.uploadgateway.file;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file as it stands: nothing of its rows. */
public record StoredFile(
    long id, String name, State state, Form form, Run run, Progress progress, Times times) {

  /**
   * @param charset null while it is arriving
   * @param delimiter null while it is arriving
   * @param rows without the names of the columns and blank ones; so far, while it is arriving
   */
  public record Form(long bytes, @Nullable String charset, @Nullable String delimiter, long rows) {}

  /**
   * @param uploadTag null until it is started
   * @param mapping JSON; null until it is started
   * @param failure why it failed, for people; null where it did not
   */
  public record Run(
      @Nullable String uploadTag, @Nullable String mapping, @Nullable String failure) {}

  /**
   * @param rows that were worked off
   * @param accepted new events
   * @param duplicates events that were there before, and are not sent
   * @param rejected rows that were refused
   */
  public record Progress(long rows, long accepted, long duplicates, long rejected) {}

  /**
   * @param started null before
   * @param ended null before
   */
  public record Times(Instant created, @Nullable Instant started, @Nullable Instant ended) {}

  /** Rows a second since the start; null before it. */
  public @Nullable Double rate(Instant now) {
    Instant started = times.started();
    if (started == null || progress.rows() == 0) {
      return null;
    }
    Instant ended = times.ended();
    Duration taken = Duration.between(started, ended == null ? now : ended);
    return Math.round(10_000.0 * progress.rows() / Math.max(taken.toMillis(), 1)) / 10.0;
  }

  /** Until the last row is worked off; null where it is not running, or the rate is not known. */
  public @Nullable Long secondsLeft(Instant now) {
    Double rate = rate(now);
    return state != State.RUNNING || rate == null || rate == 0
        ? null
        : (long) Math.ceil((form.rows() - progress.rows()) / rate);
  }
}
