package dev.uploadgateway.intake;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.sheet.Format;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Row;
import dev.uploadgateway.sheet.RowWriter;
import dev.uploadgateway.sheet.SheetReader;
import dev.uploadgateway.sheet.Written;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Takes rows of a sheet by the same rules as every other event. */
@Component
public class SheetIntake {

  /** What more is wrong with a row than this, is not told. */
  private static final int LISTED_OF_ROW = 5;

  private final Intake intake;
  private final IntakeProperties properties;
  private final IntakeMeters meters;

  /**
   * What would become of a row.
   *
   * @param json the event as it was understood, with its raw identifiers
   * @param errors why it would be refused; none where it would be stored
   * @param warnings what is remarkable about it
   */
  public record Tried(long row, String json, List<RowFinding> errors, List<RowFinding> warnings) {

    /** Its event is a customer's. */
    @Override
    public String toString() {
      return "Tried[" + row + "]";
    }
  }

  /**
   * What became of rows.
   *
   * @param accepted new events
   * @param duplicates events that were stored before
   * @param refused the errors of the rows that were refused, by their numbers
   */
  public record Stored(long accepted, long duplicates, Map<Long, List<RowFinding>> refused) {}

  SheetIntake(Intake intake, IntakeProperties properties, IntakeMeters meters) {
    this.intake = intake;
    this.properties = properties;
    this.meters = meters;
  }

  /**
   * Reads a sheet with the limits of intake.
   *
   * @throws dev.uploadgateway.sheet.Unreadable if it has no names of columns
   * @throws java.io.UncheckedIOException if the input fails
   */
  public SheetReader read(InputStream in, Format stated) {
    return new SheetReader(in, stated, Math.toIntExact(properties.maxCell().toBytes()));
  }

  /** Says of rows what would become of them, and stores nothing. */
  public List<Tried> tryOut(Dataset dataset, Layout layout, List<Row> rows) {
    RowWriter writer = new RowWriter(layout);
    Reception reception = begin(dataset);
    List<String> events = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Written written = writer.write(row);
      events.add(new String(written.json(), StandardCharsets.UTF_8));
      reception.read(row, written);
    }
    reception.take(new Lane(dataset.number(), "preview", null));
    Answer answer = reception.answer("preview");
    Map<Long, List<RowFinding>> errors = byRow(answer.errors());
    Map<Long, List<RowFinding>> warnings = byRow(answer.warnings());
    List<Tried> tried = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      long number = rows.get(i).number();
      tried.add(
          new Tried(
              number,
              events.get(i),
              errors.getOrDefault(number, List.of()),
              warnings.getOrDefault(number, List.of())));
    }
    return tried;
  }

  /**
   * Returns once the events of the good rows are stored for good, and with them what was recorded;
   * or none of it is.
   *
   * @param record runs inside of the transaction of the events: it throws to store nothing
   */
  public void store(
      Dataset dataset, String uploadTag, Layout layout, List<Row> rows, Consumer<Stored> record) {
    RowWriter writer = new RowWriter(layout);
    Reception reception = begin(dataset);
    rows.forEach(row -> reception.read(row, writer.write(row)));
    Lane lane = new Lane(dataset.number(), Target.tag(uploadTag), null);
    List<Entry> entries = reception.take(lane);
    intake.storeTogether(lane, entries, reception, () -> record.accept(stored(reception, lane)));
    meters.count(dataset, reception.answer(lane.uploadTag()).counts(), reception);
  }

  /**
   * The tag as uploads are named by it.
   *
   * @throws dev.uploadgateway.problem.Problem 400 if it is none
   */
  public static String uploadTag(String given) {
    return Target.tag(given);
  }

  private Reception begin(Dataset dataset) {
    return intake.begin(
        dataset,
        new Reception.Manner(EventReader.STRICT, Integer.MAX_VALUE, LISTED_OF_ROW, event -> {}));
  }

  private static Stored stored(Reception reception, Lane lane) {
    Answer answer = reception.answer(lane.uploadTag());
    return new Stored(
        answer.counts().accepted(), answer.counts().duplicate(), byRow(answer.errors()));
  }

  private static Map<Long, List<RowFinding>> byRow(List<Finding> findings) {
    return findings.stream().map(RowFinding::of).collect(Collectors.groupingBy(RowFinding::row));
  }
}
