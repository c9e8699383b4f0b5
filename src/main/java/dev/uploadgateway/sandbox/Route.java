package dev.uploadgateway.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Graph path leads: {@code /v26.0/{object}/{edge}}, the same without a version, or the
 * Conversions API Gateway's {@code /capi/{object}/events}.
 *
 * @param version such as {@code v26.0}; null where the path has none, and Meta would choose
 * @param edge empty for the object itself
 */
record Route(@Nullable String version, String object, String edge) {

  private static final Pattern PATH =
      Pattern.compile("(?:/(v\\d{1,3}\\.\\d|capi))?/([A-Za-z0-9_]{1,64})(?:/([a-z_]{1,64}))?");

  /** The route, or null where Graph would speak of unknown path components. */
  static @Nullable Route of(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return null;
    }
    String prefix = matcher.group(1);
    String edge = matcher.group(3) == null ? "" : matcher.group(3);
    if ("capi".equals(prefix)) {
      return edge.equals("events") ? new Route(null, matcher.group(2), edge) : null;
    }
    return new Route(prefix, matcher.group(2), edge);
  }

  boolean isOlderThan(int major) {
    return version != null && Integer.parseInt(version.substring(1, version.indexOf('.'))) < major;
  }
}
