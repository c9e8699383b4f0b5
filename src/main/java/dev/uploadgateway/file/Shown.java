package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A file as it is shown: nothing of its rows. */
@Component
class Shown {

  private final Files files;
  private final Clock clock;

  Shown(Files files, Clock clock) {
    this.files = files;
    this.clock = clock;
  }

  /** Of a list of files. */
  Map<String, @Nullable Object> briefly(StoredFile file) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", file.id());
    shown.put("name", file.name());
    shown.put("state", file.state().wireName());
    shown.put("bytes", file.form().bytes());
    shown.put("charset", file.form().charset());
    shown.put("delimiter", file.form().delimiter());
    shown.put("upload_tag", file.run().uploadTag());
    shown.put("rows_total", file.form().rows());
    shown.put("rows_processed", file.progress().rows());
    shown.put("events_accepted", file.progress().accepted());
    shown.put("events_duplicate", file.progress().duplicates());
    shown.put("events_rejected", file.progress().rejected());
    Double rate = rate(file);
    shown.put("rows_per_second", rate);
    shown.put("seconds_left", secondsLeft(file, rate));
    shown.put("failure", file.run().failure());
    shown.put("created_at", file.times().created());
    shown.put("started_at", file.times().started());
    shown.put("ended_at", file.times().ended());
    return shown;
  }

  Map<String, @Nullable Object> wholly(Dataset dataset, StoredFile file) {
    Map<String, @Nullable Object> shown = briefly(file);
    shown.put("errors", files.errors(dataset, file.id()));
    return shown;
  }

  /** Since the start; null before it. */
  private @Nullable Double rate(StoredFile file) {
    Instant started = file.times().started();
    if (started == null || file.progress().rows() == 0) {
      return null;
    }
    Instant ended = file.times().ended();
    Duration taken = Duration.between(started, ended == null ? clock.instant() : ended);
    return Math.round(10_000.0 * file.progress().rows() / Math.max(taken.toMillis(), 1)) / 10.0;
  }

  private static @Nullable Long secondsLeft(StoredFile file, @Nullable Double rate) {
    return file.state() != State.RUNNING || rate == null || rate == 0
        ? null
        : (long) Math.ceil((file.form().rows() - file.progress().rows()) / rate);
  }
}
