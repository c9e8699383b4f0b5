package dev.uploadgateway.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.meta.GraphApi;
import dev.uploadgateway.meta.GraphReply;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Asks Meta for a dataset with its own token. Where Meta shows it the dataset is no longer blocked,
 * and what waits goes out.
 */
@Component
public class Handshake {

  private static final Logger log = LoggerFactory.getLogger(Handshake.class);

  private final Datasets datasets;
  private final GraphApi graph;

  Handshake(Datasets datasets, GraphApi graph) {
    this.datasets = datasets;
    this.graph = graph;
  }

  /**
   * What Meta said.
   *
   * @param name Meta's name of the dataset; null where the test failed
   * @param reason why it failed, and what to do; null where it did not
   * @param warnings what may keep events from counting although Meta takes them
   */
  public record Result(
      boolean ok,
      @Nullable String name,
      @Nullable String reason,
      List<String> warnings,
      @JsonProperty("meta") MetaAnswer answer) {}

  /**
   * @throws dev.uploadgateway.problem.Problem 404 where there is no such dataset
   */
  public Result test(String dataset) {
    Dataset tested = datasets.get(dataset);
    Result result =
        switch (graph.get(GraphApi.As.of(tested), tested.id(), Map.of("fields", fields(tested)))) {
          case GraphReply.Answered(JsonNode body) -> passed(tested, body);
          case GraphReply.Failed failed -> failed(failed);
        };
    log.info("test dataset={} ok={} reason={}", tested.id(), result.ok(), result.reason());
    return result;
  }

  private Result passed(Dataset dataset, JsonNode body) {
    datasets.unblock(dataset.id());
    return new Result(
        true, body.path("name").asString(null), null, warnings(dataset, body), MetaAnswer.OK);
  }

  private static Result failed(GraphReply.Failed failed) {
    return new Result(
        false, null, failed.outcome().reason(), List.of(), MetaAnswer.of(failed.facts()));
  }

  /** An event set of the discontinued API is no container of others' events. */
  private static String fields(Dataset dataset) {
    return switch (dataset.delivery().wire()) {
      case CONVERSIONS_API -> "id,name,is_consolidated_container";
      case OFFLINE_CONVERSIONS_API -> "id,name";
    };
  }

  /** "Sending Offline Events Using the Conversions API", prerequisites. */
  private static List<String> warnings(Dataset dataset, JsonNode body) {
    boolean consolidated = body.path("is_consolidated_container").asBoolean(false);
    return consolidated || dataset.delivery().wire() != Wire.CONVERSIONS_API
        ? List.of()
        : List.of(
            "The dataset is not consolidated (is_consolidated_container): Meta counts offline"
                + " events only in one that is");
  }
}
