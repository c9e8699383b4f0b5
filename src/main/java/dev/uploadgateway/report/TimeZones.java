package dev.uploadgateway.report;

import dev.uploadgateway.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The zone on whose clocks statistics are cut: {@code time_zone}, a name of the IANA database or an
 * offset such as {@code +02:00}, or {@code user_timezone_id}, a number of Meta's ("Time Zone IDs"
 * of the Marketing API's ad account reference, 1 to 475).
 */
final class TimeZones {

  private static final Map<Long, ZoneId> OF_META = read();

  private TimeZones() {}

  /**
   * UTC where neither is given.
   *
   * @throws Problem if there is no such zone, or both are given and differ
   */
  static ZoneId of(Map<String, String> given) {
    ZoneId named = named(Parameters.given(given.get("time_zone")));
    ZoneId numbered =
        numbered(Parameters.number("user_timezone_id", given.get("user_timezone_id")));
    if (named != null && numbered != null && !named.equals(numbered)) {
      throw Parameters.invalid("user_timezone_id", "names another zone than time_zone");
    }
    return named != null ? named : numbered != null ? numbered : ZoneOffset.UTC;
  }

  private static @Nullable ZoneId named(@Nullable String name) {
    try {
      // A plus sign that was not encoded arrives as a blank, and is stripped where it comes first
      return name == null ? null : zone(name.matches("\\d{2}:\\d{2}") ? "+" + name : name);
    } catch (DateTimeException e) {
      throw Parameters.invalid(
          "time_zone", "takes a zone such as Europe/Vienna, or an offset such as +02:00");
    }
  }

  private static ZoneId zone(String name) {
    ZoneId zone = ZoneId.of(name);
    if (zone instanceof ZoneOffset offset && offset.getTotalSeconds() % 900 != 0) {
      throw new DateTimeException("No offset of any clock");
    }
    return zone;
  }

  private static @Nullable ZoneId numbered(@Nullable Long id) {
    if (id == null) {
      return null;
    }
    ZoneId zone = OF_META.get(id);
    if (zone == null) {
      throw Parameters.invalid(
          "user_timezone_id", "is none of Meta's time zone ids, which are 1 to 475");
    }
    return zone;
  }

  private static Map<Long, ZoneId> read() {
    InputStream file =
        Objects.requireNonNull(TimeZones.class.getResourceAsStream("meta-time-zones.csv"));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      Map<Long, ZoneId> zones = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] columns = line.split(",", 2);
        zones.put(Long.valueOf(columns[0]), ZoneId.of(columns[1], ZoneId.SHORT_IDS));
      }
      return Map.copyOf(zones);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
