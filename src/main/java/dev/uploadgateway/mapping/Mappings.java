package dev.uploadgateway.mapping;

import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.MappingJson;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The mappings that are kept under a name. */
@Component
public class Mappings {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * @param name of the mapping
   */
  record Listed(String name, OffsetDateTime changedAt) {}

  private final JdbcClient jdbc;
  private final Clock clock;
  private final TransactionOperations transactions;
  private final Audit audit;

  Mappings(JdbcClient jdbc, Clock clock, TransactionOperations transactions, Audit audit) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * The dataset's mapping of that name.
   *
   * @throws Problem 404 {@code unknown_mapping} where there is none
   */
  public Mapping get(Dataset dataset, String name) {
    return find(dataset, name).map(MappingJson::read).orElseThrow(() -> unknown(name));
  }

  /**
   * What somebody sent as a mapping.
   *
   * @throws Problem 400 {@code invalid_mapping} if it is none
   */
  public static Mapping read(JsonNode json) {
    try {
      return MappingJson.read(json);
    } catch (Mapping.Flawed e) {
      throw new Problem(HttpStatus.BAD_REQUEST, "invalid_mapping", e.member() + " " + e.rule())
          .with("field", e.member());
    }
  }

  /** Empty also where the name is none, which PostgreSQL may not even take. */
  Optional<JsonNode> find(Dataset dataset, String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return jdbc.sql(MappingSql.FIND)
        .param("dataset", dataset.number())
        .param("name", name)
        .query(String.class)
        .optional()
        .map(JSON::readTree);
  }

  List<Listed> list(Dataset dataset) {
    return jdbc.sql(MappingSql.LIST)
        .param("dataset", dataset.number())
        .query((row, number) ->
            new Listed(row.getString("name"), row.getObject("changed_at", OffsetDateTime.class)))
        .list();
  }

  /** The names of all, in order. */
  public List<String> names(Dataset dataset) {
    return list(dataset).stream().map(Listed::name).sorted().toList();
  }

  /**
   * Keeps a mapping under a name, in the place of any that was there.
   *
   * @return true if there was none of that name
   * @throws Problem 400 {@code invalid_parameter} if the name is none
   */
  public boolean put(Dataset dataset, String name, Mapping mapping) {
    if (!NAME.matcher(name).matches()) {
      throw new Problem(
              HttpStatus.BAD_REQUEST,
              "invalid_parameter",
              "A mapping's name is 1 to 64 letters, digits, dots, hyphens and underscores")
          .with("parameter", "name");
    }
    return Boolean.TRUE.equals(
        transactions.execute(status -> {
          audit.record(Action.MAPPING_PUT, dataset.id(), name, Map.of());
          return jdbc.sql(MappingSql.PUT)
              .param("dataset", dataset.number())
              .param("name", name)
              .param("mapping", MappingJson.write(mapping).toString())
              .param("now", clock.instant().atOffset(ZoneOffset.UTC))
              .query(Boolean.class)
              .single();
        }));
  }

  /** True if there was one. */
  boolean delete(Dataset dataset, String name) {
    return Boolean.TRUE.equals(
        transactions.execute(status -> {
          int deleted =
              jdbc.sql(MappingSql.DELETE)
                  .param("dataset", dataset.number())
                  .param("name", name)
                  .update();
          if (deleted > 0) {
            audit.record(Action.MAPPING_DELETED, dataset.id(), name, Map.of());
          }
          return deleted > 0;
        }));
  }

  static Problem unknown(String name) {
    return new Problem(
            HttpStatus.NOT_FOUND, "unknown_mapping", "The dataset has no mapping of that name")
        .with("mapping", name);
  }
}
