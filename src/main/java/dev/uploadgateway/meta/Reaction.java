package dev.uploadgateway.meta;

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
 * @param type Meta's {@code type} of the error; null for any
 */
record Reaction(
    int code, int lastCode, @Nullable Integer subcode, @Nullable String type, Kind kind) {

  sealed interface Kind {
    /** Send the same again later. */
    record Defer() implements Kind {}

    /**
     * No calls for a while.
     *
     * @param wholeApp for no dataset of the app
     */
    record Throttle(boolean wholeApp) implements Kind {}

    /** Meta forbids calls by policy for a while and does not say for how long. */
    record Pause() implements Kind {}

    /** Some events or the call as such: nothing of it is taken, and it will not be. */
    record Refuse(Outcome.Suspect suspect) implements Kind {}

    /** The table does not know it. */
    record Unknown() implements Kind {}

    /** Somebody has to mend the dataset's settings. */
    record Block(Remedy remedy) implements Kind {}

    /**
     * Looks like {@link Block}, and comes and goes by itself with some calls: only what stays is
     * one.
     */
    record BlockIfItStays(Remedy remedy) implements Kind {}

    /** Meta has had these events before. */
    record AlreadyDelivered() implements Kind {}

    /** The same, but only believed of a call that repeats another. */
    record AlreadyDeliveredIfRepeated() implements Kind {}
  }

  private static final Kind DEFER = new Kind.Defer();
  private static final Kind THROTTLE = new Kind.Throttle(false);
  private static final Kind THROTTLE_APP = new Kind.Throttle(true);
  private static final Kind BAD_EVENTS = new Kind.Refuse(Outcome.Suspect.EVENTS);
  private static final Kind BAD_CALL = new Kind.Refuse(Outcome.Suspect.CALL);
  private static final Kind DELIVERED = new Kind.AlreadyDelivered();

  static final List<Reaction> TABLE =
      List.of(
          row(100, 33, block(Remedy.DATASET)), // object missing or not permitted
          row(100, 34, block(Remedy.DATASET)), // not found
          row(100, 38, block(Remedy.DATASET)),
          row(100, 2044055, block(Remedy.DATASET)), // no such dataset
          row(100, 2044011, DELIVERED), // the range of an upload overlaps what came before
          row(1, DEFER), // unknown
          row(2, DEFER), // temporarily unavailable
          row(3, block(Remedy.APP)), // the app lacks a capability
          row(4, THROTTLE_APP),
          row(10, block(Remedy.PERMISSION)),
          row(17, THROTTLE),
          row(32, THROTTLE),
          // A wrong appsecret_proof has the code of a bad parameter in another type; reported to
          // come with some 5 % of the calls of apps whose proof is right.
          row(100, 0, "GraphMethodException", new Kind.BlockIfItStays(Remedy.PROOF)),
          row(100, BAD_EVENTS), // invalid parameter, with the 2804xxx of single events among them
          row(102, block(Remedy.TOKEN)), // session
          row(104, block(Remedy.PROOF)), // signature
          row(105, BAD_EVENTS), // too many parameters: halves have fewer
          row(190, block(Remedy.TOKEN)), // access token
          rows(200, 299, block(Remedy.PERMISSION)),
          row(341, THROTTLE_APP),
          row(368, new Kind.Pause()),
          row(506, new Kind.AlreadyDeliveredIfRepeated()), // duplicate post
          row(613, THROTTLE),
          row(803, block(Remedy.DATASET)), // unknown object
          row(2500, block(Remedy.TOKEN)), // no token
          row(2635, block(Remedy.VERSION)),
          row(5000, DEFER), // unknown; reported
          row(21009, DEFER), // data set not ready; comes as HTTP 400 without is_transient; reported
          row(1357045, DEFER), // what Meta's uploader makes of an empty answer
          row(1609005, BAD_CALL), // link share failure
          row(2044011, DELIVERED),
          rows(80000, 80014, THROTTLE), // business use cases
          rows(Integer.MIN_VALUE, -1, DEFER));

  /**
   * What to do about that error; null where the table does not know it.
   *
   * @param subcode 0 where there is none
   */
  static @Nullable Reaction to(int code, int subcode, String type) {
    for (Reaction reaction : TABLE) {
      if (reaction.fits(code, subcode, type)) {
        return reaction;
      }
    }
    return null;
  }

  private boolean fits(int actualCode, int actualSubcode, String actualType) {
    return code <= actualCode
        && actualCode <= lastCode
        && (subcode == null || subcode == actualSubcode)
        && (type == null || type.equals(actualType));
  }

  private static Kind block(Remedy remedy) {
    return new Kind.Block(remedy);
  }

  private static Reaction row(int code, Kind kind) {
    return rows(code, code, kind);
  }

  private static Reaction row(int code, int subcode, Kind kind) {
    return new Reaction(code, code, subcode, null, kind);
  }

  private static Reaction row(int code, int subcode, String type, Kind kind) {
    return new Reaction(code, code, subcode, type, kind);
  }

  private static Reaction rows(int code, int lastCode, Kind kind) {
    return new Reaction(code, lastCode, null, null, kind);
  }
}
