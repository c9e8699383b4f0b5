package dev.uploadgateway.file;

import dev.uploadgateway.conversion.ByteReader;
import dev.uploadgateway.conversion.ByteWriter;
import dev.uploadgateway.seal.Seal;
import dev.uploadgateway.seal.Sealed;
import dev.uploadgateway.sheet.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as one run of bytes: compressed, and sealed for their place. The first byte tells the
 * format, so that a later release can write another and still read this one.
 *
 * @param kind what the rows are
 * @param number tells pieces of a kind apart, and orders them
 */
record Piece(int dataset, long file, Kind kind, int number) {

  /** What the rows of a piece are. */
  enum Kind {
    NAMES("names"),
    ROWS("rows"),
    REFUSED("refused");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }

    static Kind of(String wireName) {
      return Arrays.stream(values())
          .filter(kind -> kind.wireName.equals(wireName))
          .findFirst()
          .orElseThrow();
    }
  }

  private static final byte DEFLATED = 1;

  /** What the seal opened is of no form that this release knows. */
  static final class Foreign extends RuntimeException {
    private static final long serialVersionUID = 1;

    Foreign(@Nullable Throwable cause) {
      super("The piece was not written by this release", cause);
    }
  }

  Sealed seal(Seal seal, List<Row> rows) {
    ByteWriter plain = new ByteWriter();
    plain.writeLong(rows.size());
    for (Row row : rows) {
      plain.writeLong(row.number());
      plain.writeLong(row.line());
      plain.writeLong(row.cells().size());
      row.cells().forEach(plain::writeString);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.write(DEFLATED);
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(plain.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seal.seal(packed.toByteArray(), place());
  }

  /**
   * @throws dev.uploadgateway.seal.SealBroken if it does not open
   * @throws Foreign if it is of no form that this release knows
   */
  List<Row> open(Seal seal, Sealed sealed) {
    byte[] packed = seal.open(sealed, place());
    if (packed.length == 0 || packed[0] != DEFLATED) {
      throw new Foreign(null);
    }
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1))) {
      return rows(new ByteReader(in.readAllBytes()));
    } catch (IOException | IllegalArgumentException e) {
      throw new Foreign(e);
    }
  }

  private static List<Row> rows(ByteReader in) {
    List<Row> rows = new ArrayList<>();
    for (long left = in.readLong(); left > 0; left--) {
      long number = in.readLong();
      long line = in.readLong();
      List<String> cells = new ArrayList<>();
      for (long more = in.readLong(); more > 0; more--) {
        String cell = in.readString();
        cells.add(cell == null ? "" : cell);
      }
      rows.add(new Row(number, line, cells));
    }
    return rows;
  }

  /** What it is sealed for. */
  String place() {
    return "file:%d:%d:%s:%d".formatted(dataset, file, kind.wireName(), number);
  }
}
