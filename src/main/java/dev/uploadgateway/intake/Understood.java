package dev.uploadgateway.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.TimeFormat;
import java.nio.charset.Charset;
import java.util.List;

/**
 * How a sheet is understood, for people to check.
 *
 * @param delimiter between cells, itself
 * @param decimal what stands before decimals
 * @param dates how times are written
 * @param zone of times that name none
 * @param warnings what is remarkable about the sheet as a whole, such as columns that are not read
 */
public record Understood(
    String charset,
    String delimiter,
    List<Column> columns,
    String decimal,
    List<String> dates,
    String zone,
    List<Note> warnings) {

  /**
   * @param column its name, or its position where that tells it better
   * @param target what it is; {@code ignore} is not read
   * @param known whether that was said or recognised
   */
  public record Column(String column, String target, boolean known) {}

  /**
   * @param column empty where it is about none
   */
  public record Note(String code, @JsonProperty("column") String column, String message) {}

  public static Understood of(Charset charset, char delimiter, Layout layout) {
    return new Understood(
        charset.name(),
        String.valueOf(delimiter),
        layout.columns().stream()
            .map(column -> new Column(column.label(), column.target().toString(), column.known()))
            .toList(),
        layout.numbers().decimal(),
        layout.dates().stream().map(TimeFormat::name).toList(),
        layout.zone().getId(),
        notes(layout.remarks()));
  }

  public static List<Note> notes(List<Layout.Note> notes) {
    return notes.stream()
        .map(note -> new Note(note.code(), note.column(), note.message()))
        .toList();
  }
}
