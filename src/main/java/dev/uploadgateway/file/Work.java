package dev.uploadgateway.file;

import dev.uploadgateway.intake.RowFinding;
import dev.uploadgateway.intake.SheetIntake;
import dev.uploadgateway.seal.Seal;
import dev.uploadgateway.seal.Sealed;
import dev.uploadgateway.sheet.Row;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Files in the hands of workers. A claim pushes the due time of its file one lease ahead and holds
 * no lock afterwards, so a node that dies needs no rescuer.
 */
@Component
class Work {

  /** A file that a worker holds. */
  record Claim(int dataset, long file, UUID lease, String uploadTag, String mapping) {}

  /** Another worker holds the file by now, or somebody cancelled it. */
  static final class Lost extends RuntimeException {

    private static final long serialVersionUID = 1;

    Lost() {
      super("The file is no longer held", null, false, false);
    }
  }

  private final JdbcClient jdbc;
  private final Seal seal;
  private final Duration leased;
  private final Clock clock;

  Work(JdbcClient jdbc, Seal seal, FileProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.seal = seal;
    this.leased = properties.lease();
    this.clock = clock;
  }

  /** Takes the file of the dataset that has been due for longest; empty where none is. */
  Optional<Claim> claim(int dataset) {
    UUID lease = UUID.randomUUID();
    return jdbc.sql(FileSql.CLAIM)
        .param("dataset", dataset)
        .param("lease", lease)
        .param("now", now())
        .param("leasedUntil", now().plus(leased))
        .query((row, number) ->
            new Claim(
                dataset,
                row.getLong("id"),
                lease,
                Objects.requireNonNull(row.getString("upload_tag")),
                Objects.requireNonNull(row.getString("mapping"))))
        .optional();
  }

  /**
   * Records in the transaction of the events of a piece that it was worked off, and keeps what was
   * refused of it.
   *
   * @param refused rows with their reason as one more cell
   * @throws Lost if the claim does not hold any more, or rows of the piece were erased meanwhile;
   *     then nothing is to be stored
   */
  void record(Claim claim, Files.Opened piece, SheetIntake.Stored stored, List<Row> refused) {
    int held =
        jdbc.sql(FileSql.PROGRESS)
            .params(held(claim))
            .param("rows", piece.rows().size())
            .param("accepted", stored.accepted())
            .param("duplicates", stored.duplicates())
            .param("rejected", refused.size())
            .param("now", now())
            .param("leasedUntil", now().plus(leased))
            .update();
    if (held == 0) {
      throw new Lost();
    }
    int workedOff =
        jdbc.sql(FileSql.WORKED_OFF)
            .param("dataset", claim.dataset())
            .param("file", claim.file())
            .param("number", piece.number())
            .param("rows", piece.rows().size())
            .update();
    if (workedOff == 0) {
      throw new Lost();
    }
    if (!refused.isEmpty()) {
      keep(claim, piece.number(), refused);
      countErrors(claim, stored);
    }
  }

  void end(Claim claim, State state, @Nullable String failure) {
    jdbc.sql(FileSql.END)
        .params(held(claim))
        .param("state", state.wireName())
        .param("failure", new SqlParameterValue(Types.VARCHAR, failure))
        .param("now", now())
        .update();
  }

  /** For another worker to go on with at once. */
  void giveBack(Claim claim) {
    jdbc.sql(FileSql.GIVE_BACK).params(held(claim)).param("now", now()).update();
  }

  private void keep(Claim claim, int number, List<Row> refused) {
    Sealed sealed =
        new Piece(claim.dataset(), claim.file(), Piece.Kind.REFUSED, number).seal(seal, refused);
    jdbc.sql(FileSql.KEEP_REFUSED)
        .param("dataset", claim.dataset())
        .param("file", claim.file())
        .param("number", number)
        .param("rows", refused.size())
        .param("sealKeyId", sealed.keyId())
        .param("dataKey", sealed.wrappedKey())
        .param("envelope", sealed.envelope())
        .update();
  }

  private void countErrors(Claim claim, SheetIntake.Stored stored) {
    Map<String, Long> counts = new TreeMap<>();
    for (List<RowFinding> findings : stored.refused().values()) {
      findings.stream()
          .map(RowFinding::code)
          .distinct()
          .forEach(code -> counts.merge(code, 1L, Long::sum));
    }
    jdbc.sql(FileSql.COUNT_ERRORS)
        .param("dataset", claim.dataset())
        .param("file", claim.file())
        .param("codes", new SqlArrayValue("text", counts.keySet().toArray()))
        .param("counts", new SqlArrayValue("int8", counts.values().toArray()))
        .update();
  }

  private static Map<String, Object> held(Claim claim) {
    return Map.of("dataset", claim.dataset(), "file", claim.file(), "lease", claim.lease());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
