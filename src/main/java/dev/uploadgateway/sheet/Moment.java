package dev.uploadgateway.sheet;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** A time as it stands in a cell: with a zone of its own, or in that of the sheet. */
sealed interface Moment {

  record Fixed(Instant instant) implements Moment {}

  record Local(LocalDateTime time) implements Moment {}

  /** What clocks that are put forward and back make of a local time. */
  enum Clocks {
    AS_EVER,
    /** They were put forward over it: it is taken to be as much later. */
    SKIPPED,
    /** They were put back over it: of two such times it is taken to be the earlier. */
    TWICE
  }

  /** Seconds since 1970, and whether the clocks had a part in it. */
  record Placed(long seconds, Clocks clocks) {}

  /** The moment in a zone. */
  default Placed in(ZoneId zone) {
    return switch (this) {
      case Fixed(Instant instant) -> new Placed(instant.getEpochSecond(), Clocks.AS_EVER);
      case Local(LocalDateTime time) -> {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        Clocks clocks =
            switch (offsets.size()) {
              case 0 -> Clocks.SKIPPED;
              case 1 -> Clocks.AS_EVER;
              default -> Clocks.TWICE;
            };
        yield new Placed(time.atZone(zone).toEpochSecond(), clocks);
      }
    };
  }
}
