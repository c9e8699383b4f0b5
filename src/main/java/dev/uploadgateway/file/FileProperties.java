package dev.uploadgateway.file;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How files of events are worked off.
 *
 * @param maxSize the largest file; it is stored as it arrives, and takes no more memory than a
 *     small one
 * @param retention how long files are kept that were never started, and refused rows of those that
 *     have ended
 * @param lease how long a claim is exclusive; longer than a piece of about a megabyte takes
 * @param workers how many files this process works on at the same time
 * @param pollInterval how often to look for files that others left
 */
@ConfigurationProperties("gateway.files")
record FileProperties(
    @DefaultValue("2GB") DataSize maxSize,
    @DefaultValue("7d") Duration retention,
    @DefaultValue("2m") Duration lease,
    @DefaultValue("2") int workers,
    @DefaultValue("2s") Duration pollInterval) {

  FileProperties {
    require(maxSize.toBytes() >= 1, "gateway.files.max-size is 1 byte or more");
    require(
        retention.compareTo(Duration.ofMinutes(1)) >= 0,
        "gateway.files.retention is a minute or more");
    require(lease.compareTo(Duration.ofSeconds(1)) >= 0, "gateway.files.lease is a second or more");
    require(workers >= 1, "gateway.files.workers is 1 or more");
    require(pollInterval.isPositive(), "gateway.files.poll-interval is longer than zero");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
