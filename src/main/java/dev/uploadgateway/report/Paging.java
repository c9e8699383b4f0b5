package dev.uploadgateway.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where a page begins and ends, and where the next one is, as Meta's lists tell it. */
final class Paging {

  private Paging() {}

  /** Of a list that is read in both directions. */
  static Map<String, Object> of(Listing listing) {
    Map<String, Object> paging = of(listing.before(), listing.after(), listing.next());
    String before = listing.before();
    if (before != null && listing.previous()) {
      paging.put("previous", link("before", before, "after"));
    }
    return paging;
  }

  /**
   * @param first the cursor of the page's first row; null where it has none
   * @param last the cursor of its last
   * @param more whether another page follows
   */
  static Map<String, Object> of(@Nullable String first, @Nullable String last, boolean more) {
    Map<String, Object> paging = new LinkedHashMap<>();
    if (first != null && last != null) {
      paging.put("cursors", Map.of("before", first, "after", last));
      if (more) {
        paging.put("next", link("after", last, "before"));
      }
    }
    return paging;
  }

  /** The client's own address with another cursor. */
  private static String link(String direction, String cursor, String other) {
    return ServletUriComponentsBuilder.fromCurrentRequest()
        .replaceQueryParam(other)
        .replaceQueryParam(direction, cursor)
        // As the client wrote the rest: encoded once already.
        .build()
        .toUriString();
  }
}
