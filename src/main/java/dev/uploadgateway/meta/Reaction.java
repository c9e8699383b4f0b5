package dev.uploadgateway.meta;

import static dev.uploadgateway.meta.Reaction.Kind.ALREADY_DELIVERED;
import static dev.uploadgateway.meta.Reaction.Kind.BLOCK;
import static dev.uploadgateway.meta.Reaction.Kind.DEFER;
import static dev.uploadgateway.meta.Reaction.Kind.REFUSE;
import static dev.uploadgateway.meta.Reaction.Kind.THROTTLE;
import static dev.uploadgateway.meta.Reaction.Kind.THROTTLE_APP;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an error of the Graph API calls for, as a table: the first row that fits counts. Sources are
 * Meta's "Error Reference", "Handle Errors" and "Rate Limiting"; rows that rest on reports of
 * others only say so.
 *
 * @param code the lowest code of the row
 * @param lastCode the highest
 * @param subcode null for any
 */
record Reaction(int code, int lastCode, @Nullable Integer subcode, Kind kind) {

  enum Kind {
    /** Send the same again later. */
    DEFER,
    /** No calls for this dataset for a while. */
    THROTTLE,
    /** No calls for any dataset for a while. */
    THROTTLE_APP,
    /** Find the bad events. */
    REFUSE,
    /** Somebody has to mend the dataset's settings. */
    BLOCK,
    /** Meta has had these events before. */
    ALREADY_DELIVERED
  }

  private static final List<Reaction> TABLE =
      List.of(
          row(100, 33, BLOCK), // object missing or not permitted: the dataset's id or token
          row(100, 34, BLOCK), // not found
          row(100, 38, BLOCK),
          row(100, 2044055, BLOCK), // no such dataset
          row(100, 2044011, ALREADY_DELIVERED), // the range of an upload overlaps what came before
          row(1, DEFER), // unknown
          row(2, DEFER), // temporarily unavailable
          row(3, BLOCK), // the app lacks a capability
          row(4, THROTTLE_APP),
          row(10, BLOCK), // permission
          row(17, THROTTLE),
          row(32, THROTTLE),
          row(100, REFUSE), // invalid parameter, with the 2804xxx of single events among them
          row(102, BLOCK), // session
          row(104, BLOCK), // signature
          row(105, REFUSE), // too many parameters: halves have fewer
          row(190, BLOCK), // access token
          rows(200, 299, BLOCK), // permissions
          row(341, THROTTLE_APP),
          row(368, THROTTLE), // blocked for a while by policy
          row(506, DEFER), // duplicate post
          row(613, THROTTLE),
          row(803, BLOCK), // unknown object
          row(2500, BLOCK), // no token
          row(2635, BLOCK), // version has ended
          row(5000, DEFER),
          row(21009, DEFER), // data set not ready; comes as HTTP 400 without is_transient
          row(2044011, ALREADY_DELIVERED),
          rows(80000, 80014, THROTTLE), // business use cases
          rows(Integer.MIN_VALUE, -1, DEFER));

  /** What to do about that error; null where the table does not know it. */
  static @Nullable Kind to(int code, int subcode) {
    for (Reaction reaction : TABLE) {
      if (reaction.fits(code, subcode)) {
        return reaction.kind;
      }
    }
    return null;
  }

  private boolean fits(int actualCode, int actualSubcode) {
    return code <= actualCode
        && actualCode <= lastCode
        && (subcode == null || subcode == actualSubcode);
  }

  private static Reaction row(int code, Kind kind) {
    return rows(code, code, kind);
  }

  private static Reaction row(int code, int subcode, Kind kind) {
    return new Reaction(code, code, subcode, kind);
  }

  private static Reaction rows(int code, int lastCode, Kind kind) {
    return new Reaction(code, lastCode, null, kind);
  }
}
