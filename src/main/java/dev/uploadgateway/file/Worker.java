package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.intake.SheetIntake;
import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.sheet.Header;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.MappingJson;
import dev.uploadgateway.sheet.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Works off one file: piece by piece its rows become events, each piece in one transaction with its
 * progress, so that whenever the gateway dies, no row is lost and none counts twice.
 */
@Component
class Worker {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final Work work;
  private final Files files;
  private final SheetIntake intake;
  private final Datasets datasets;

  Worker(Work work, Files files, SheetIntake intake, Datasets datasets) {
    this.work = work;
    this.files = files;
    this.intake = intake;
    this.datasets = datasets;
  }

  /**
   * Works off the file of that dataset that has been due for longest.
   *
   * @param goesOn asked after each piece; where it says no, the file is given back for others
   * @return false where none was due
   */
  boolean work(int dataset, BooleanSupplier goesOn) {
    Optional<Work.Claim> claim = work.claim(dataset);
    claim.ifPresent(held -> work(held, goesOn));
    return claim.isPresent();
  }

  private void work(Work.Claim claim, BooleanSupplier goesOn) {
    try {
      Header header = files.header(claim.dataset(), claim.file());
      Layout layout =
          Layout.of(header, List.of(), MappingJson.read(JSON.readTree(claim.mapping())));
      RefusedRows refused = new RefusedRows(header);
      Dataset destination = datasets.byNumber(claim.dataset());
      Optional<Files.Opened> piece = files.first(claim.dataset(), claim.file(), Piece.Kind.ROWS);
      while (piece.isPresent() && goesOn.getAsBoolean()) {
        workOff(piece.get(), claim, destination, layout, refused);
        piece = files.first(claim.dataset(), claim.file(), Piece.Kind.ROWS);
      }
      if (piece.isPresent()) {
        work.giveBack(claim);
      } else {
        work.end(claim, State.DONE, null);
        log.info("file dataset={} file={} done", destination.id(), claim.file());
      }
    } catch (Work.Lost e) {
      log.info(
          "file number={} file={} is no longer held by this worker", claim.dataset(), claim.file());
    } catch (SealBroken | Piece.Foreign e) {
      log.error(
          "A piece of file {} of dataset number {} cannot be opened: {}",
          claim.file(),
          claim.dataset(),
          e.getMessage());
      work.end(claim, State.FAILED, "A stored piece cannot be opened: " + e.getMessage());
    }
  }

  private void workOff(
      Files.Opened piece,
      Work.Claim claim,
      Dataset destination,
      Layout layout,
      RefusedRows refused) {
    List<Row> rows = piece.rows();
    intake.store(
        destination,
        claim.uploadTag(),
        layout,
        rows,
        stored -> work.record(claim, piece, stored, refused.of(rows, stored.refused())));
  }
}
