package dev.uploadgateway.file;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.seal.Seal;
import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.seal.Sealed;
import dev.uploadgateway.sheet.Header;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.MappingJson;
import dev.uploadgateway.sheet.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a person's rows out of files: those that are still to be worked off, and those that were
 * refused and are kept to be mended. One piece at a time.
 */
@Component
public class FileErasures {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PAGE = 100;

  /** Whose rows are to go. */
  public interface Wanted {

    /** The customer that a row's columns tell. */
    boolean is(Customer customer);

    /** A cell of which nobody knows what it is. */
    boolean isWrittenAs(String cell);
  }

  /**
   * What an erasure came to.
   *
   * @param arriving files that are still arriving: only what was there already was looked through
   * @param unopened files with a piece that cannot be opened, so that nobody knows what it holds
   */
  public record Erased(long rows, int files, List<Long> arriving, List<Long> unopened) {
    public Erased {
      arriving = List.copyOf(arriving);
      unopened = List.copyOf(unopened);
    }
  }

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Files files;
  private final Seal seal;

  FileErasures(JdbcClient jdbc, TransactionOperations transactions, Files files, Seal seal) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.files = files;
    this.seal = seal;
  }

  public Erased erase(Dataset dataset, Wanted wanted) {
    long rows = 0;
    int searched = 0;
    List<Long> arriving = new ArrayList<>();
    List<Long> unopened = new ArrayList<>();
    List<StoredFile> page = files.list(dataset, null, PAGE);
    while (!page.isEmpty()) {
      for (StoredFile file : page) {
        searched++;
        if (file.state() == State.RECEIVING) {
          arriving.add(file.id());
        }
        try {
          rows += erase(dataset, file, wanted);
        } catch (SealBroken | Piece.Foreign e) {
          unopened.add(file.id());
        }
      }
      page = files.list(dataset, page.getLast().id(), PAGE);
    }
    return new Erased(rows, searched, arriving, unopened);
  }

  private long erase(Dataset dataset, StoredFile file, Wanted wanted) {
    Optional<Files.Opened> names = files.first(dataset.number(), file.id(), Piece.Kind.NAMES);
    if (names.isEmpty()) {
      return 0;
    }
    Layout layout = Layout.of(new Header(names.get().rows().getFirst()), List.of(), mapping(file));
    return erase(dataset, file, Piece.Kind.ROWS, layout, wanted)
        + erase(dataset, file, Piece.Kind.REFUSED, layout, wanted);
  }

  private static Mapping mapping(StoredFile file) {
    String mapping = file.run().mapping();
    return mapping == null ? Mapping.NONE : MappingJson.read(JSON.readTree(mapping));
  }

  private long erase(
      Dataset dataset, StoredFile file, Piece.Kind kind, Layout layout, Wanted wanted) {
    long rows = 0;
    Optional<Files.Opened> opened = files.first(dataset.number(), file.id(), kind);
    while (opened.isPresent()) {
      Piece piece = new Piece(dataset.number(), file.id(), kind, opened.get().number());
      if (opened.get().rows().stream().anyMatch(row -> isWanted(row, layout, wanted))) {
        rows +=
            Objects.requireNonNull(transactions.execute(status -> takeOut(piece, layout, wanted)));
      }
      opened = files.pieceAfter(piece);
    }
    return rows;
  }

  /**
   * The file first, as whoever works on it does, so that neither waits for the other in a circle.
   */
  private long takeOut(Piece piece, Layout layout, Wanted wanted) {
    Map<String, Object> at = at(piece);
    jdbc.sql(FileSql.LOCK_FILE).params(at).query(Long.class).optional();
    List<Row> rows =
        jdbc.sql(FileSql.LOCK_PIECE)
            .params(at)
            .query((row, number) -> piece.open(seal, sealed(row)))
            .optional()
            .orElse(List.of());
    List<Row> left = rows.stream().filter(row -> !isWanted(row, layout, wanted)).toList();
    int taken = rows.size() - left.size();
    if (taken == 0) {
      return 0;
    }
    if (left.isEmpty()) {
      jdbc.sql(FileSql.DELETE_PIECE).params(at).update();
    } else {
      Sealed sealed = piece.seal(seal, left);
      jdbc.sql(FileSql.SHRINK_PIECE)
          .params(at)
          .param("rows", left.size())
          .param("sealKeyId", sealed.keyId())
          .param("dataKey", sealed.wrappedKey())
          .param("envelope", sealed.envelope())
          .update();
    }
    if (piece.kind() == Piece.Kind.ROWS) {
      jdbc.sql(FileSql.COUNT_ERASED).params(at).param("rows", taken).update();
    }
    return taken;
  }

  private static boolean isWanted(Row row, Layout layout, Wanted wanted) {
    return wanted.is(layout.customer(row))
        || layout.unread(row).stream().anyMatch(wanted::isWrittenAs);
  }

  private static Map<String, Object> at(Piece piece) {
    Map<String, Object> at = new HashMap<>();
    at.put("dataset", piece.dataset());
    at.put("file", piece.file());
    at.put("kind", piece.kind().wireName());
    at.put("number", piece.number());
    return at;
  }

  private static Sealed sealed(ResultSet row) throws SQLException {
    return new Sealed(
        row.getString("seal_key_id"), row.getBytes("data_key"), row.getBytes("envelope"));
  }
}
