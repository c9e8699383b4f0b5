package dev.uploadgateway.setup;

import dev.uploadgateway.meta.GraphApi;
import dev.uploadgateway.meta.GraphReply;
import dev.uploadgateway.problem.Problem;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks Meta; what it does not do is thrown as a {@link Problem}. */
@Component
class Graph {

  /** Rows a page, unless told otherwise. */
  static final int PAGE_SIZE = 100;

  private final GraphApi api;
  private final Clock clock;

  Graph(GraphApi api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  JsonNode get(GraphApi.As as, String path, Map<String, String> parameters) {
    return answer(api.get(as, path, parameters), false);
  }

  JsonNode post(GraphApi.As as, String path, Map<String, ?> parameters) {
    return answer(api.post(as, path, parameters), true);
  }

  /**
   * A list, its pages put together. They are asked for by cursor: the address of the next page that
   * Meta hands out holds the token.
   *
   * @param most how many rows are enough; the page that reaches it is the last
   * @return Meta's {@code data}; {@code paging.cursors.after} only where there are more rows
   */
  ObjectNode list(GraphApi.As as, String path, Map<String, String> parameters, int most) {
    Map<String, String> asked = new LinkedHashMap<>(parameters);
    asked.putIfAbsent("limit", Integer.toString(PAGE_SIZE));
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode data = all.putArray("data");
    while (true) {
      JsonNode page = get(as, path, asked);
      if (!(page.get("data") instanceof ArrayNode rows)) {
        throw MetaProblem.unreadable("data");
      }
      data.addAll(rows);
      String after = after(page);
      if (after == null || rows.isEmpty() || after.equals(asked.get("after"))) {
        return all;
      }
      if (data.size() >= most) {
        all.putObject("paging").putObject("cursors").put("after", after);
        return all;
      }
      asked.put("after", after);
    }
  }

  private static @Nullable String after(JsonNode page) {
    JsonNode paging = page.path("paging");
    return paging.hasNonNull("next") ? paging.at("/cursors/after").asString(null) : null;
  }

  private JsonNode answer(GraphReply reply, boolean wrote) {
    return switch (reply) {
      case GraphReply.Answered(JsonNode body) -> body;
      case GraphReply.Failed failed -> throw MetaProblem.of(failed, wrote, clock.instant());
    };
  }
}
