package dev.uploadgateway.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where a page begins and ends, and where the next one is, as Meta's lists tell it. */
final class Paging {

  private Paging() {}

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
        paging.put(
            "next",
            ServletUriComponentsBuilder.fromCurrentRequest()
                .replaceQueryParam("after", last)
                // As the client wrote the rest: encoded once already.
                .build()
                .toUriString());
      }
    }
    return paging;
  }
}
