package dev.uploadgateway.setup;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.meta.GraphApi;
import dev.uploadgateway.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** What came of the events: conversions that Meta attributes to the ads of an account. */
@Component
public class Insights {

  /** What may be asked with. */
  public static final Set<String> PARAMETERS = InsightsQuery.KNOWN;

  static final int MOST_ROWS = 10_000;

  /** For people who wonder why there is nothing. */
  static final String ADVICE =
      "Meta attributes an offline conversion after more than a day, and only to ads that track the"
          + " dataset. Windows of 28 days are asked for unless action_attribution_windows says"
          + " otherwise; 28d_view is reported to be empty since January 2026.";

  private final Graph graph;

  Insights(Graph graph) {
    this.graph = graph;
  }

  /**
   * The insights of an ad account.
   *
   * @param as with whose token to ask
   * @param given {@code account_id}, {@code fields}, {@code action_breakdowns}, {@code breakdowns},
   *     {@code level}, {@code date_preset} or {@code time_range}, {@code time_increment}, {@code
   *     action_attribution_windows}, {@code limit} (rows a page of Meta's, of which 100 to 1,000
   *     are asked for: the answer is the same), {@code after}
   * @return Meta's {@code data} of all pages, up to about 10,000 rows; {@code paging.cursors.after}
   *     where there are more
   * @throws Problem 400 {@code invalid_parameter}, or {@code meta_…}
   */
  public ObjectNode read(Dataset as, Map<String, String> given) {
    InsightsQuery query = InsightsQuery.of(given);
    Map<String, String> parameters = new LinkedHashMap<>(query.parameters());
    if (query.after() != null) {
      parameters.put("after", query.after());
    }
    String path = Edge.INSIGHTS.of("act_" + query.account(), as.delivery().wire());
    return graph.list(GraphApi.As.of(as), path, parameters, MOST_ROWS);
  }
}
