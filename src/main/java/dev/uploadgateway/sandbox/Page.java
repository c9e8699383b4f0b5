package dev.uploadgateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list as Graph cuts it: {@code limit} rows (25 unless told) from {@code after} on, with cursors,
 * and {@code next} where there are more. That address holds the token, as Meta's does.
 */
final class Page {

  private static final int USUAL = 25;

  private Page() {}

  static Answer of(List<ObjectNode> rows, GraphRequest request, Route route) {
    Integer limit = number(request.parameter("limit"), USUAL);
    Integer from = position(request.parameter("after"));
    if (limit == null || limit < 1 || from == null) {
      return GraphError.invalidParameter("Invalid paging parameters").answer();
    }
    int begin = Math.min(from, rows.size());
    int end = (int) Math.min((long) begin + limit, rows.size());
    ObjectNode body = Answer.object();
    var data = body.putArray("data");
    rows.subList(begin, end).forEach(row -> data.add(only(row, request.parameter("fields"))));
    ObjectNode paging = body.putObject("paging");
    paging.putObject("cursors").put("before", cursor(begin)).put("after", cursor(end));
    if (end < rows.size()) {
      paging.put(
          "next",
          "https://graph.example/%s/%s?limit=%d&after=%s&access_token=%s"
              .formatted(route.object(), route.edge(), limit, cursor(end), request.token()));
    }
    return Answer.ok(body);
  }

  /** The row with the fields asked for, and always its id. */
  static ObjectNode only(ObjectNode row, @Nullable String fields) {
    if (fields == null) {
      return row;
    }
    Set<String> wanted = names(fields);
    ObjectNode some = row.deepCopy();
    some.retain(
        some.propertyNames().stream()
            .filter(name -> name.equals("id") || wanted.contains(name))
            .toList());
    return some;
  }

  /** Separated by commas, or as a JSON list. */
  static Set<String> names(String fields) {
    return Arrays.stream(fields.replaceAll("[\\[\\]\" ]", "").split(","))
        .collect(Collectors.toSet());
  }

  private static String cursor(int position) {
    return Base64.getUrlEncoder().encodeToString(("at " + position).getBytes(UTF_8));
  }

  private static @Nullable Integer position(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return 0;
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
      return plain.startsWith("at ") ? number(plain.substring(3), 0) : null;
    } catch (IllegalArgumentException e) {
      return null; // no cursor of ours
    }
  }

  private static @Nullable Integer number(@Nullable String text, int otherwise) {
    return text == null
        ? Integer.valueOf(otherwise)
        : text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
  }
}
