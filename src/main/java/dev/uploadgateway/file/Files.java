package dev.uploadgateway.file;

import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.seal.Seal;
import dev.uploadgateway.seal.Sealed;
import dev.uploadgateway.sheet.Header;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.MappingJson;
import dev.uploadgateway.sheet.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Files and their pieces, as people ask for them; what the worker does with them is in {@link
 * Work}.
 */
@Component
class Files {

  /** What has not arrived any further for so long has broken off. */
  private static final Duration ARRIVING = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final Seal seal;
  private final Clock clock;
  private final TransactionOperations transactions;
  private final Audit audit;

  /** A piece that was opened. */
  record Opened(int number, List<Row> rows) {}

  Files(JdbcClient jdbc, Seal seal, Clock clock, TransactionOperations transactions, Audit audit) {
    this.jdbc = jdbc;
    this.seal = seal;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /** The id of a new file that is arriving. */
  long open(Dataset dataset, String name) {
    return jdbc.sql(FileSql.OPEN)
        .param("dataset", dataset.number())
        .param("name", name)
        .param("now", now())
        .query(Long.class)
        .single();
  }

  /**
   * Stores a piece of a file that is arriving.
   *
   * @throws Problem 409 {@code file_deleted} if somebody deleted it meanwhile
   */
  void add(Piece piece, List<Row> rows) {
    Sealed sealed = piece.seal(seal, rows);
    int added =
        jdbc.sql(FileSql.ADD_PIECE)
            .param("dataset", piece.dataset())
            .param("file", piece.file())
            .param("kind", piece.kind().wireName())
            .param("number", piece.number())
            .param("rows", rows.size())
            .param("more", piece.kind() == Piece.Kind.ROWS ? rows.size() : 0)
            .param("sealKeyId", sealed.keyId())
            .param("dataKey", sealed.wrappedKey())
            .param("envelope", sealed.envelope())
            .param("now", now())
            .update();
    if (added == 0) {
      throw new Problem(
          HttpStatus.CONFLICT, "file_deleted", "The file was deleted while it was arriving");
    }
  }

  void received(Dataset dataset, long file, long bytes, String charset, char delimiter) {
    recorded(
        Action.FILE_UPLOADED,
        dataset,
        file,
        Map.of("bytes", bytes),
        () ->
            jdbc.sql(FileSql.RECEIVED)
                    .params(key(dataset, file))
                    .param("bytes", bytes)
                    .param("charset", charset)
                    .param("delimiter", String.valueOf(delimiter))
                    .param("now", now())
                    .update()
                == 1);
  }

  /**
   * The file of that id.
   *
   * @throws Problem 404 {@code unknown_file}
   */
  StoredFile get(Dataset dataset, long file) {
    return jdbc.sql(FileSql.FIND)
        .params(key(dataset, file))
        .query(Files::file)
        .optional()
        .orElseThrow(() ->
            new Problem(HttpStatus.NOT_FOUND, "unknown_file", "The dataset has no such file"));
  }

  /** The newest first. */
  List<StoredFile> list(Dataset dataset, @Nullable Long before, int limit) {
    return jdbc.sql(FileSql.LIST)
        .param("dataset", dataset.number())
        .param("before", new SqlParameterValue(Types.BIGINT, before))
        .param("limit", limit)
        .query(Files::file)
        .list();
  }

  /** How many rows were refused for what, the most frequent first. */
  Map<String, Long> errors(Dataset dataset, long file) {
    Map<String, Long> errors = new LinkedHashMap<>();
    jdbc.sql(FileSql.ERRORS)
        .params(key(dataset, file))
        .query(row -> {
          errors.put(row.getString("code"), row.getLong("rows"));
        });
    return errors;
  }

  /** False where the file is in no state to be started. */
  boolean start(Dataset dataset, long file, String uploadTag, Mapping mapping) {
    return recorded(
        Action.FILE_STARTED,
        dataset,
        file,
        Map.of(),
        () ->
            jdbc.sql(FileSql.START)
                    .params(key(dataset, file))
                    .param("uploadTag", uploadTag)
                    .param("mapping", MappingJson.write(mapping).toString())
                    .param("now", now())
                    .update()
                == 1);
  }

  /** False where there is nothing to cancel any more. */
  boolean cancel(Dataset dataset, long file) {
    return recorded(
        Action.FILE_CANCELLED,
        dataset,
        file,
        Map.of(),
        () ->
            jdbc.sql(FileSql.CANCEL)
                    .params(key(dataset, file))
                    .param("now", now())
                    .query(Long.class)
                    .single()
                == 1);
  }

  /** Of a file that broke off nothing is kept, and nobody deleted it. */
  void forget(Dataset dataset, long file) {
    jdbc.sql(FileSql.DELETE).params(key(dataset, file)).update();
  }

  /** False where it is running. */
  boolean delete(Dataset dataset, long file) {
    return recorded(
        Action.FILE_DELETED,
        dataset,
        file,
        Map.of(),
        () -> jdbc.sql(FileSql.DELETE).params(key(dataset, file)).update() == 1);
  }

  /** Before the first row goes out. */
  void recordDownload(Dataset dataset, long file) {
    audit.record(Action.REFUSED_ROWS_DOWNLOADED, dataset.id(), Long.toString(file), Map.of());
  }

  /** Records what was done in the transaction that did it, if it did. */
  private boolean recorded(
      Action action, Dataset dataset, long file, Map<String, ?> details, BooleanSupplier act) {
    return Boolean.TRUE.equals(
        transactions.execute(status -> {
          boolean done = act.getAsBoolean();
          if (done) {
            audit.record(action, dataset.id(), Long.toString(file), details);
          }
          return done;
        }));
  }

  /** Deletes what is kept no longer; how many files that were. */
  int expire(Dataset dataset, Duration retention) {
    Instant now = clock.instant();
    return jdbc.sql(FileSql.EXPIRE)
        .param("dataset", dataset.number())
        .param("keptSince", now.minus(retention).atOffset(ZoneOffset.UTC))
        .param("arrivingSince", now.minus(ARRIVING).atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * The first piece of a kind with a number above that one; empty where there is none.
   *
   * @throws dev.uploadgateway.seal.SealBroken if it does not open
   * @throws Piece.Foreign if another release wrote it
   */
  Optional<Opened> pieceAfter(Piece piece) {
    return jdbc.sql(FileSql.FIRST_PIECE)
        .param("dataset", piece.dataset())
        .param("file", piece.file())
        .param("kind", piece.kind().wireName())
        .param("after", piece.number())
        .query((row, index) -> {
          Piece found =
              new Piece(piece.dataset(), piece.file(), piece.kind(), row.getInt("number"));
          Sealed sealed =
              new Sealed(
                  row.getString("seal_key_id"), row.getBytes("data_key"), row.getBytes("envelope"));
          return new Opened(found.number(), found.open(seal, sealed));
        })
        .optional();
  }

  /** The names of its columns, which every file has that is past its arrival. */
  Header header(int dataset, long file) {
    return new Header(first(dataset, file, Piece.Kind.NAMES).orElseThrow().rows().getFirst());
  }

  /** The first piece of a kind; empty where there is none. */
  Optional<Opened> first(int dataset, long file, Piece.Kind kind) {
    return pieceAfter(new Piece(dataset, file, kind, -1));
  }

  static Map<String, Object> key(Dataset dataset, long file) {
    return Map.of("dataset", dataset.number(), "file", file);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static StoredFile file(ResultSet row, int number) throws SQLException {
    return new StoredFile(
        row.getLong("id"),
        row.getString("name"),
        State.of(row.getString("state")),
        new StoredFile.Form(
            row.getLong("bytes"),
            row.getString("charset"),
            row.getString("delimiter"),
            row.getLong("rows_total")),
        new StoredFile.Run(
            row.getString("upload_tag"), row.getString("mapping"), row.getString("failure")),
        new StoredFile.Progress(
            row.getLong("rows_done"),
            row.getLong("accepted"),
            row.getLong("duplicates"),
            row.getLong("rejected")),
        new StoredFile.Times(
            Objects.requireNonNull(instant(row, "created_at")),
            instant(row, "started_at"),
            instant(row, "ended_at")));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
