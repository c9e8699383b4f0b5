package dev.uploadgateway.facade;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, of the paths that the facade answers:
 *
 * <ul>
 *   <li>{@code /v{NN.N}/{id}/{edge}}, of any version from v2.0 on. All of these take the same; a
 *       path below such a version that is none of ours is answered in Meta's words too.
 *   <li>{@code /{id}/{edge}}. Without a version an id is a number, as Meta's are (with {@code act_}
 *       before an ad account's), so that no other path of the gateway can be taken for one.
 *   <li>{@code /api_version}, with or without a version.
 *   <li>{@code /capi/{id}/events}, where Meta's own SDKs send to a custom gateway endpoint.
 * </ul>
 *
 * @param id the object's; empty where the request is about none
 * @param capi whether the client expects the answers of a custom gateway endpoint
 */
record Route(String id, Edge edge, boolean capi) {

  private static final Pattern VERSIONED =
      Pattern.compile("/v(\\d{1,3})[.](\\d{1,3})(?:/([^/]*))?(?:/([^/]*))?/?(/.+)?");
  private static final Pattern UNVERSIONED =
      Pattern.compile("/((?:act_)?\\d{1,60})(?:/([a-z_]*)/?)?");
  private static final Pattern CAPI = Pattern.compile("/capi/([^/]+)/events");
  private static final String API_VERSION = "api_version";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Whether the facade answers this path, if only that it does not know it. */
  static boolean matches(HttpServletRequest request) {
    String path = request.getRequestURI();
    return VERSIONED.matcher(path).matches()
        || UNVERSIONED.matcher(path).matches()
        || CAPI.matcher(path).matches()
        || path.equals("/" + API_VERSION);
  }

  /**
   * @throws Refusal if there is nothing at this path
   */
  static Route of(HttpServletRequest request) {
    String path = request.getRequestURI();
    Matcher capi = CAPI.matcher(path);
    if (capi.matches()) {
      return route(request, capi.group(1), "events", true);
    }
    if (path.equals("/" + API_VERSION)) {
      return route(request, "", API_VERSION, false);
    }
    Matcher unversioned = UNVERSIONED.matcher(path);
    if (unversioned.matches()) {
      return route(request, unversioned.group(1), unversioned.group(2), false);
    }
    Matcher versioned = VERSIONED.matcher(path);
    if (!versioned.matches()
        || Integer.parseInt(versioned.group(1)) < 2
        || versioned.group(3) == null
        || versioned.group(5) != null) {
      throw GraphError.unknownPath().refusal();
    }
    return API_VERSION.equals(versioned.group(3)) && versioned.group(4) == null
        ? route(request, "", API_VERSION, false)
        : route(request, versioned.group(3), versioned.group(4), false);
  }

  /** Only ads have tracking specs, and by its id alone an ad cannot be told from a dataset. */
  private static boolean asksWhatAnAdTracks(HttpServletRequest request) {
    Map<String, String> query = new HashMap<>();
    Form.readUrlencoded(request.getQueryString(), query);
    return query.getOrDefault("fields", "").contains("tracking_specs");
  }

  private static Route route(
      HttpServletRequest request, String id, @Nullable String edge, boolean capi) {
    String name = edge == null ? "" : edge;
    boolean ofObject = ID.matcher(id).matches();
    if (!Edge.exists(name) || ofObject == name.equals(API_VERSION)) {
      throw GraphError.unknownPath().refusal();
    }
    return Edge.of(request.getMethod(), name)
        .map(known -> known == Edge.NODE && asksWhatAnAdTracks(request) ? Edge.TRACKED : known)
        .map(known -> new Route(id, known, capi))
        .orElseThrow(() -> GraphError.unsupported(request.getMethod()).refusal());
  }
}
