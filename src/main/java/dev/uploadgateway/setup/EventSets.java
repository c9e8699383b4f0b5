package dev.uploadgateway.setup;

import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.NewDataset;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.meta.GraphApi;
import dev.uploadgateway.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Datasets at Meta, event sets in the discontinued dialect: created for a business, assigned to ad
 * accounts, shared with other businesses ("Create Offline Event Set", "Assign Ad Account
 * Permissions", "Share Event Set"). Answers are Meta's JSON; what Meta does not do is a {@link
 * Problem} with the code {@code meta_…}.
 */
@Component
public class EventSets {

  static final int MOST_ROWS = 1_000;

  /** A client tracks with the dataset and sees its numbers; whose events it holds stays ours. */
  private static final List<String> USUAL_TASKS = List.of("ADVERTISE", "ANALYZE");

  private static final Logger log = LoggerFactory.getLogger(EventSets.class);

  private final Graph graph;
  private final Datasets datasets;
  private final Audit audit;

  EventSets(Graph graph, Datasets datasets, Audit audit) {
    this.graph = graph;
    this.datasets = datasets;
    this.audit = audit;
  }

  /**
   * Creates a dataset at Meta and makes it known here: events may be sent to it at once.
   *
   * @param description for an event set; today's datasets have none, and are sent none
   * @return {@code {"id": …}}
   */
  public JsonNode create(String business, NewDataset wanted, @Nullable String description) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("name", wanted.name());
    if (description != null && wanted.wire() == Wire.OFFLINE_CONVERSIONS_API) {
      parameters.put("description", description);
    }
    GraphApi.As as = new GraphApi.As(wanted.credentials(), wanted.apiVersion());
    String path = Edge.DATASETS.of(Given.id("business", business), wanted.wire());
    JsonNode created = graph.post(as, path, parameters);
    String id = created.path("id").asString("");
    if (id.isEmpty()) {
      throw MetaProblem.unreadable("id");
    }
    // Before it is kept: should that fail, the dataset is there all the same.
    log.info("created dataset={} business={} wire={}", id, business, wanted.wire().wireName());
    audit.record(
        Action.DATASET_CREATED_AT_META,
        id,
        null,
        Map.of("business", Given.id("business", business)));
    datasets.add(id, wanted);
    return created;
  }

  /**
   * The datasets of a business.
   *
   * @param as in whose dialect and with whose token to ask
   */
  public ObjectNode list(Dataset as, String business) {
    String path = Edge.DATASETS.of(Given.id("business", business), as.delivery().wire());
    return graph.list(GraphApi.As.of(as), path, Map.of("fields", fields(as)), MOST_ROWS);
  }

  /**
   * Lets an ad account track with the dataset and read its numbers.
   *
   * @param account with or without {@code act_}
   * @param business the ad account's, which must have access to the dataset
   */
  public JsonNode assign(Dataset dataset, String account, String business) {
    Map<String, String> parameters =
        Map.of("account_id", Given.account(account), "business", Given.id("business", business));
    String path = Edge.AD_ACCOUNTS.of(dataset.id(), dataset.delivery().wire());
    JsonNode assigned = graph.post(GraphApi.As.of(dataset), path, parameters);
    audit.record(Action.AD_ACCOUNT_ASSIGNED, dataset.id(), Given.account(account), parameters);
    return assigned;
  }

  /**
   * The ad accounts that may use the dataset.
   *
   * @param business only those of that one; today's edge demands it
   */
  public ObjectNode accounts(Dataset dataset, @Nullable String business) {
    Wire wire = dataset.delivery().wire();
    Map<String, String> parameters =
        business == null && wire == Wire.OFFLINE_CONVERSIONS_API
            ? Map.of()
            : Map.of("business", Given.id("business", business));
    String path = Edge.AD_ACCOUNTS.of(dataset.id(), wire);
    return graph.list(GraphApi.As.of(dataset), path, parameters, MOST_ROWS);
  }

  /**
   * Shares the dataset with another business.
   *
   * @param permission null takes what a client needs
   */
  public JsonNode share(Dataset dataset, String business, @Nullable Permission permission) {
    Wire wire = dataset.delivery().wire();
    List<String> permitted = permission == null ? null : permission.in(wire);
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("business", Given.id("business", business));
    switch (wire) {
      case CONVERSIONS_API ->
          parameters.put("permitted_tasks", permitted == null ? USUAL_TASKS : permitted);
      case OFFLINE_CONVERSIONS_API -> {
        if (permitted != null) {
          parameters.put("permitted_roles", permitted);
        }
      }
    }
    String path = Edge.AGENCIES.of(dataset.id(), wire);
    JsonNode shared = graph.post(GraphApi.As.of(dataset), path, parameters);
    audit.record(Action.DATASET_SHARED, dataset.id(), Given.id("business", business), Map.of());
    return shared;
  }

  /** The businesses that the dataset is shared with. */
  public ObjectNode agencies(Dataset dataset) {
    String path = Edge.AGENCIES.of(dataset.id(), dataset.delivery().wire());
    return graph.list(GraphApi.As.of(dataset), path, Map.of(), MOST_ROWS);
  }

  private static String fields(Dataset as) {
    return switch (as.delivery().wire()) {
      case CONVERSIONS_API -> "id,name,is_consolidated_container";
      case OFFLINE_CONVERSIONS_API -> "id,name,description";
    };
  }
}
