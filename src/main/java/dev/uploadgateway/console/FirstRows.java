package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.file.Previews;
import dev.uploadgateway.intake.Finding;
import dev.uploadgateway.intake.Rehearsal;
import dev.uploadgateway.intake.Rehearsal.Rehearsed;
import dev.uploadgateway.preview.PreviewedEvent;
import dev.uploadgateway.preview.Previewer;
import dev.uploadgateway.sheet.Row;
import dev.uploadgateway.sheet.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The first rows of a file with what would become of each. */
@Component
class FirstRows {

  /** Numbers digit by digit. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Rehearsal rehearsal;
  private final Previewer previewer;

  FirstRows(Rehearsal rehearsal, Previewer previewer) {
    this.rehearsal = rehearsal;
    this.previewer = previewer;
  }

  List<TriedRow> of(Dataset dataset, Previews.Look look) {
    Rehearsed rehearsed = rehearsal.rows(dataset, look.layout(), look.rows());
    List<PreviewedEvent> events = previewer.preview(dataset, rehearsed).events();
    Map<Long, List<Finding>> errors =
        rehearsed.errors().stream()
            .collect(Collectors.groupingBy(error -> Objects.requireNonNull(error.row())));
    RowWriter writer = new RowWriter(look.layout());
    List<TriedRow> tried = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Row row = look.rows().get(i);
      tried.add(
          TriedRow.of(
              row.number(),
              JSON.readTree(writer.write(row).json()),
              events.get(i),
              errors.getOrDefault(row.number(), List.of())));
    }
    return tried;
  }
}
