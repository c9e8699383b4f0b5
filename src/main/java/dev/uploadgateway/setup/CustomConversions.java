package dev.uploadgateway.setup;

import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.meta.GraphApi;
import dev.uploadgateway.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Conversions of an advertiser's own ("Create Offline Custom Conversions"). What is wrong with one
 * is said before Meta is asked, and so is that an ad account has no room for another.
 */
@Component
public class CustomConversions {

  /**
   * Of an ad account, as the page of the Offline Conversions API has it. Today's reference of
   * Custom Conversion speaks of 100, which whoever stays below this never meets.
   */
  static final int MOST = 40;

  private static final String FIELDS =
      "id,name,custom_event_type,rule,creation_time,last_fired_time,is_archived,is_unavailable";

  private final Graph graph;
  private final Audit audit;

  CustomConversions(Graph graph, Audit audit) {
    this.graph = graph;
    this.audit = audit;
  }

  /**
   * A conversion to be created.
   *
   * @param name 1 to 1000 characters
   * @param eventType {@code Purchase} or {@code PURCHASE}: either dialect's spelling
   * @param rule a JSON object, or the text of one
   * @param description for people; null for none
   */
  public record Wanted(
      @Nullable String name,
      @Nullable String eventType,
      @Nullable JsonNode rule,
      @Nullable String description) {}

  /**
   * Creates one that counts events of the dataset from now on; Meta does not backfill.
   *
   * @param account with or without {@code act_}
   * @return {@code {"id": …}}
   * @throws Problem 400 {@code invalid_rule}; 409 {@code custom_conversions_full}
   */
  public JsonNode create(Dataset dataset, String account, Wanted wanted) {
    Wire wire = dataset.delivery().wire();
    String id = Given.account(account);
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("name", Given.text("name", wanted.name()));
    parameters.put("event_source_id", dataset.id());
    parameters.put("custom_event_type", type(wire, wanted.eventType()));
    parameters.put("rule", RuleReader.read(wanted.rule()).json());
    if (wanted.description() != null) {
      parameters.put("description", Given.text("description", wanted.description()));
    }
    refuseIfFull(dataset, id);
    JsonNode created = graph.post(GraphApi.As.of(dataset), path(id, wire), parameters);
    audit.record(Action.CUSTOM_CONVERSION_CREATED, dataset.id(), null, Map.of("account_id", id));
    return created;
  }

  /**
   * All of an ad account, whatever dataset they are of.
   *
   * @param account with or without {@code act_}
   */
  public ObjectNode list(Dataset as, String account) {
    String path = path(Given.account(account), as.delivery().wire());
    return graph.list(GraphApi.As.of(as), path, Map.of("fields", FIELDS), EventSets.MOST_ROWS);
  }

  private void refuseIfFull(Dataset dataset, String account) {
    long existing =
        list(dataset, account)
            .path("data")
            .valueStream()
            .filter(conversion -> !conversion.path("is_archived").asBoolean(false))
            .count();
    if (existing >= MOST) {
      throw new Problem(
              HttpStatus.CONFLICT,
              "custom_conversions_full",
              "An ad account has at most %d custom conversions; this one has %d. Delete one first"
                  .formatted(MOST, existing))
          .with("existing", existing)
          .with("limit", MOST);
    }
  }

  private static String type(Wire wire, @Nullable String given) {
    return Optional.ofNullable(given)
        .flatMap(EventType::of)
        .map(type -> type.in(wire))
        .orElseThrow(() ->
            Given.invalid(
                "custom_event_type", "takes one of " + String.join(", ", EventType.all(wire))));
  }

  private static String path(String account, Wire wire) {
    return Edge.CUSTOM_CONVERSIONS.of("act_" + account, wire);
  }
}
