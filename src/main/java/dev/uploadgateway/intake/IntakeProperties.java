package dev.uploadgateway.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much intake takes at once.
 *
 * @param maxEvents the most events of a JSON body, which is read whole before anything is stored
 * @param maxBody the largest JSON body
 * @param maxStream the largest body of NDJSON or of a sheet; it is stored as it is read, and takes
 *     no more memory than a small one
 * @param maxStreams how many such bodies of more than a batch are stored at the same time, each on
 *     a database connection of its own; further ones are told to come back
 * @param maxCell the largest cell of a sheet; beyond it the whole is refused, as a quote that is
 *     never closed makes one cell of the rest
 * @param maxListed how many errors and warnings an answer lists of each; all are counted
 */
@ConfigurationProperties("gateway.intake")
record IntakeProperties(
    @DefaultValue("10000") int maxEvents,
    @DefaultValue("32MB") DataSize maxBody,
    @DefaultValue("1GB") DataSize maxStream,
    @DefaultValue("4") int maxStreams,
    @DefaultValue("10MB") DataSize maxCell,
    @DefaultValue("1000") int maxListed) {

  IntakeProperties {
    require(maxEvents >= 1, "gateway.intake.max-events is 1 or more");
    require(maxBody.toBytes() >= 1, "gateway.intake.max-body is 1 byte or more");
    require(maxStream.toBytes() >= 1, "gateway.intake.max-stream is 1 byte or more");
    require(maxStreams >= 1, "gateway.intake.max-streams is 1 or more");
    require(
        maxCell.toBytes() >= 1024 && maxCell.toMegabytes() <= 256,
        "gateway.intake.max-cell is 1KB to 256MB");
    require(maxListed >= 1, "gateway.intake.max-listed is 1 or more");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
