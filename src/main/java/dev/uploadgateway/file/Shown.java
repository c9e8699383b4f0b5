package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.intake.SheetIntake;
import dev.uploadgateway.intake.Understood;
import dev.uploadgateway.sheet.MappingJson;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** A file as the API shows it. */
@Component
class Shown {

  /** Numbers digit by digit. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Files files;
  private final SheetIntake intake;
  private final Clock clock;

  Shown(Files files, SheetIntake intake, Clock clock) {
    this.files = files;
    this.intake = intake;
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
    Instant now = clock.instant();
    shown.put("rows_per_second", file.rate(now));
    shown.put("seconds_left", file.secondsLeft(now));
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

  /** How a file is understood, and what would become of its first rows. */
  Map<String, Object> preview(Dataset dataset, Previews.Look look) {
    Map<String, Object> preview = new LinkedHashMap<>();
    preview.put("sheet", Understood.of(look.charset(), look.delimiter(), look.layout()));
    preview.put("mapping", MappingJson.write(look.layout().stated()));
    preview.put("flaws", Understood.notes(look.layout().flaws()));
    preview.put(
        "rows",
        intake.tryOut(dataset, look.layout(), look.rows()).stream().map(Shown::row).toList());
    return preview;
  }

  private static Map<String, Object> row(SheetIntake.Tried tried) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("row", tried.row());
    row.put("event", JSON.readTree(tried.json()));
    row.put("errors", tried.errors());
    row.put("warnings", tried.warnings());
    return row;
  }
}
