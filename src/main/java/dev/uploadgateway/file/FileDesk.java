package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.intake.SheetIntake;
import dev.uploadgateway.intake.SheetProblems;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Format;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Mapping;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Where files are handed in, started, looked after and taken back. */
@Component
public class FileDesk {

  private static final int LONGEST_NAME = 200;

  private final Files files;
  private final Receiver receiver;
  private final Previews previews;
  private final FileLoop loop;
  private final FileProperties properties;

  FileDesk(
      Files files, Receiver receiver, Previews previews, FileLoop loop, FileProperties properties) {
    this.files = files;
    this.receiver = receiver;
    this.previews = previews;
    this.loop = loop;
    this.properties = properties;
  }

  /**
   * Stores a file, sealed piece by piece as it arrives: however large it is, no more than a piece
   * of it is in memory, and nothing of it on a disk in the clear.
   *
   * @param name as its sender calls it, with or without a path; empty where it has none
   * @return the file, which is ready
   * @throws Problem 400 if it cannot be read, with the line and the column; 413 {@code
   *     file_too_large}. Nothing is kept of it then
   */
  public StoredFile receive(Dataset dataset, String name, InputStream content, Format stated) {
    Counted counted = new Counted(content, properties.maxSize().toBytes());
    return receiver.receive(dataset, plain(name), counted, stated);
  }

  /**
   * @throws Problem 404 {@code unknown_file}
   */
  public StoredFile get(Dataset dataset, long file) {
    return files.get(dataset, file);
  }

  /**
   * The newest first.
   *
   * @param before files with a lower id than this; null begins with the newest
   */
  public List<StoredFile> list(Dataset dataset, @Nullable Long before, int limit) {
    return files.list(dataset, before, limit);
  }

  /** How many bytes a file may have. */
  public long largest() {
    return properties.maxSize().toBytes();
  }

  /** How many rows were refused for what, by the code of the rule, the most frequent first. */
  public Map<String, Long> errors(Dataset dataset, long file) {
    return files.errors(dataset, file);
  }

  /**
   * Has the rows of a file become events.
   *
   * @param said about the file; what was not said is found out now, and holds to its end
   * @throws Problem 400 for a tag that is none, or a file that is not understood; 404 {@code
   *     unknown_file}; 409 {@code file_started}
   */
  public StoredFile start(Dataset dataset, long id, String uploadTag, Mapping said) {
    StoredFile file = files.get(dataset, id);
    String tag = SheetIntake.uploadTag(uploadTag);
    if (file.state() != State.READY && file.state() != State.FAILED) {
      throw notStartable();
    }
    Layout layout = previews.look(dataset, file, said).layout();
    SheetProblems.requireFlawless(layout);
    if (!files.start(dataset, id, tag, layout.stated())) {
      throw notStartable();
    }
    loop.wake(dataset.number());
    return files.get(dataset, id);
  }

  /**
   * Stops a file; what was worked off by then stays.
   *
   * @throws Problem 404 {@code unknown_file}; 409 {@code file_ended}
   */
  public StoredFile cancel(Dataset dataset, long id) {
    files.get(dataset, id);
    if (!files.cancel(dataset, id)) {
      throw new Problem(
          HttpStatus.CONFLICT, "file_ended", "The file has ended, or is still arriving");
    }
    return files.get(dataset, id);
  }

  /**
   * Forgets a file, and the rows that were refused of it.
   *
   * @throws Problem 404 {@code unknown_file}; 409 {@code file_running}
   */
  public void delete(Dataset dataset, long id) {
    files.get(dataset, id);
    if (!files.delete(dataset, id)) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "file_running",
          "The file is running: cancel it before it is deleted");
    }
  }

  /** Of a path only its end, as browsers of old sent the whole. */
  private static String plain(String name) {
    String end =
        name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
            .replaceAll("\\p{Cntrl}", "")
            .strip();
    String cut = end.substring(0, Math.min(end.length(), LONGEST_NAME));
    return cut.isEmpty() ? "file.csv" : cut;
  }

  private static Problem notStartable() {
    return new Problem(
        HttpStatus.CONFLICT,
        "file_started",
        "The file is still arriving, or was started or cancelled before");
  }
}
