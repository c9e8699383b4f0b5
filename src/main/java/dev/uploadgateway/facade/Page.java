package dev.uploadgateway.facade;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.uploadgateway.report.Listing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * A list in Meta's envelope.
 *
 * @param summary null where there is none
 */
@JsonInclude(Include.NON_NULL)
record Page(
    List<Map<String, Object>> data,
    @Nullable Paging paging,
    @Nullable Map<String, Object> summary) {

  record Cursors(String before, String after) {}

  /** Links are null where they would lead to nothing. */
  @JsonInclude(Include.NON_NULL)
  record Paging(Cursors cursors, @Nullable String previous, @Nullable String next) {}

  static Page of(Listing listing, @Nullable Map<String, Object> summary) {
    String before = listing.before();
    String after = listing.after();
    Paging paging =
        before == null || after == null
            ? null
            : new Paging(
                new Cursors(before, after),
                listing.previous() ? link("before", before, "after") : null,
                listing.next() ? link("after", after, "before") : null);
    return new Page(listing.rows().stream().map(Page::known).toList(), paging, summary);
  }

  /** Meta leaves out what there is nothing to say of. */
  static Map<String, Object> known(Map<String, @Nullable Object> row) {
    Map<String, Object> known = new LinkedHashMap<>();
    row.forEach((field, value) -> {
      if (value != null) {
        known.put(field, value);
      }
    });
    return known;
  }

  /**
   * The client's own URL with another cursor. As at Meta it holds the key where the client's did:
   * SDKs follow it as it is.
   */
  private static String link(String direction, String cursor, String other) {
    return ServletUriComponentsBuilder.fromCurrentRequest()
        .replaceQueryParam(other)
        .replaceQueryParam(direction, cursor)
        // As the client wrote the rest: encoded once already.
        .build()
        .toUriString();
  }
}
