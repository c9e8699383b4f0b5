package dev.uploadgateway.console;

import dev.uploadgateway.file.State;
import dev.uploadgateway.file.StoredFile;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file, for people.
 *
 * @param level of its state
 * @param state in words
 * @param stage {@code arriving}, {@code ready}, {@code running} or {@code ended}: what can be done
 * @param written how it is written, such as {@code UTF-8, semicolon}; empty while it arrives
 * @param failure why it failed; null where it did not
 */
record FileLine(
    long id,
    String name,
    String level,
    String state,
    String stage,
    String size,
    String written,
    Counts counts,
    Pace pace,
    @Nullable String uploadTag,
    @Nullable String failure,
    String came) {

  /**
   * @param duplicate that were here before
   * @param anyRefused whether there are rows to mend
   */
  record Counts(
      String rows,
      String done,
      String accepted,
      String duplicate,
      String refused,
      boolean anyRefused) {}

  /**
   * @param percent of the rows, 0 to 100
   * @param rate rows a second; empty before the first
   * @param left until the end; empty where that is not known
   * @param took from the start to the end; empty before it
   */
  record Pace(int percent, String rate, String left, String took) {}

  static FileLine of(StoredFile file, Instant now) {
    StoredFile.Progress progress = file.progress();
    return new FileLine(
        file.id(),
        file.name(),
        level(file),
        state(file),
        stage(file.state()),
        Say.bytes(file.form().bytes()),
        written(file.form()),
        new Counts(
            Say.number(file.form().rows()),
            Say.number(progress.rows()),
            Say.number(progress.accepted()),
            Say.number(progress.duplicates()),
            Say.number(progress.rejected()),
            progress.rejected() > 0),
        pace(file, now),
        file.run().uploadTag(),
        file.run().failure(),
        Say.time(file.times().created(), now));
  }

  /** What stands between the cells of a file. */
  static String delimiter(String delimiter) {
    return switch (delimiter) {
      case "," -> "comma";
      case ";" -> "semicolon";
      case "\t" -> "tab";
      case "|" -> "vertical bar";
      default -> delimiter;
    };
  }

  private static String written(StoredFile.Form form) {
    String delimiter = form.delimiter();
    return delimiter == null ? "" : form.charset() + ", " + delimiter(delimiter);
  }

  private static Pace pace(StoredFile file, Instant now) {
    long rows = file.form().rows();
    Double rate = file.rate(now);
    Long left = file.secondsLeft(now);
    Instant started = file.times().started();
    Instant ended = file.times().ended();
    return new Pace(
        rows == 0 ? 0 : (int) Math.min(100, 100 * file.progress().rows() / rows),
        rate == null ? "" : Say.count(Math.round(rate), "row") + " a second",
        left == null ? "" : Say.duration(Duration.ofSeconds(left)),
        started == null || ended == null ? "" : Say.duration(Duration.between(started, ended)));
  }

  private static String stage(State state) {
    return switch (state) {
      case RECEIVING -> "arriving";
      case READY, FAILED -> "ready";
      case RUNNING -> "running";
      case DONE, CANCELLED -> "ended";
    };
  }

  private static String level(StoredFile file) {
    return switch (file.state()) {
      case RECEIVING, READY, RUNNING -> "calm";
      case DONE -> file.progress().rejected() > 0 ? "warn" : "good";
      case CANCELLED -> "warn";
      case FAILED -> "bad";
    };
  }

  private static String state(StoredFile file) {
    return switch (file.state()) {
      case RECEIVING -> "Arriving, or broken off on the way";
      case READY -> "Here, and not started yet";
      case RUNNING -> "Being worked off";
      case DONE ->
          file.progress().rejected() == 0
              ? "Done"
              : "Done, with " + Say.count(file.progress().rejected(), "row") + " to mend";
      case CANCELLED -> "Cancelled: what was worked off by then stays";
      case FAILED -> "Stopped: it can be started again";
    };
  }
}
