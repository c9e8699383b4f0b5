package dev.uploadgateway.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where a page begins and ends, and where the next one is, as Meta's lists tell it. */
final class Paging {

  private Paging() {}

  /**
   * @param page the cursors of the page's rows
   * @param more whether another page follows
   */
  static Map<String, Object> of(List<Cursor> page, boolean more) {
    Map<String, Object> paging = new LinkedHashMap<>();
    if (!page.isEmpty()) {
      String last = page.getLast().text();
      paging.put("cursors", Map.of("before", page.getFirst().text(), "after", last));
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
