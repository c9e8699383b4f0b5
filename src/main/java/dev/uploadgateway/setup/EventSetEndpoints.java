package dev.uploadgateway.setup;

import dev.uploadgateway.dataset.Credentials;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.NewDataset;
import dev.uploadgateway.dataset.Secret;
import dev.uploadgateway.dataset.Wire;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/** Creating, assigning and sharing datasets over HTTP. */
@RestController
class EventSetEndpoints {

  private final EventSets eventSets;
  private final Datasets datasets;

  EventSetEndpoints(EventSets eventSets, Datasets datasets) {
    this.eventSets = eventSets;
    this.datasets = datasets;
  }

  /**
   * What to create.
   *
   * @param like a dataset whose credentials, dialect and version to take where none are given
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Wanted(
      @Nullable String name,
      @Nullable String description,
      @Nullable String like,
      @Nullable String accessToken,
      @Nullable String appSecret,
      @Nullable String wire,
      @Nullable String apiVersion) {

    /** Holds a token. */
    @Override
    public String toString() {
      return "Wanted[]";
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Created(String id, String name, String business, String wire, List<String> warnings) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Assignment(@Nullable JsonNode accountId, @Nullable JsonNode business) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Share(
      @Nullable JsonNode business,
      @Nullable List<String> permittedTasks,
      @Nullable List<String> permittedRoles) {}

  @PostMapping("/v1/businesses/{business}/datasets")
  ResponseEntity<Created> create(@PathVariable String business, @RequestBody Wanted wanted) {
    NewDataset dataset = dataset(wanted);
    String description =
        wanted.description() == null ? null : Given.text("description", wanted.description());
    String id = eventSets.create(business, dataset, description).path("id").asString();
    Created created =
        new Created(
            id,
            dataset.name(),
            business,
            dataset.wire().wireName(),
            description != null && dataset.wire() == Wire.CONVERSIONS_API
                ? List.of("Today's datasets have no description: it was not sent")
                : List.of());
    return ResponseEntity.created(URI.create("/v1/datasets/" + id)).body(created);
  }

  @GetMapping("/v1/businesses/{business}/datasets")
  ObjectNode list(@PathVariable String business, @RequestParam String as) {
    return eventSets.list(datasets.get(as), business);
  }

  @PostMapping("/v1/datasets/{dataset}/adaccounts")
  JsonNode assign(@PathVariable String dataset, @RequestBody Assignment assignment) {
    return eventSets.assign(
        datasets.get(dataset),
        Given.account(Given.id("account_id", assignment.accountId())),
        Given.id("business", assignment.business()));
  }

  @GetMapping("/v1/datasets/{dataset}/adaccounts")
  ObjectNode accounts(
      @PathVariable String dataset, @RequestParam(required = false) @Nullable String business) {
    return eventSets.accounts(datasets.get(dataset), business);
  }

  @PostMapping("/v1/datasets/{dataset}/agencies")
  JsonNode share(@PathVariable String dataset, @RequestBody Share share) {
    Dataset shared = datasets.get(dataset);
    return eventSets.share(
        shared,
        Given.id("business", share.business()),
        permission(shared.delivery().wire(), share));
  }

  @GetMapping("/v1/datasets/{dataset}/agencies")
  ObjectNode agencies(@PathVariable String dataset) {
    return eventSets.agencies(datasets.get(dataset));
  }

  private static @Nullable Permission permission(Wire wire, Share share) {
    if (wire == Wire.CONVERSIONS_API && share.permittedRoles() != null) {
      throw Given.invalid("permitted_roles", "is of the discontinued API: give permitted_tasks");
    }
    if (share.permittedTasks() != null) {
      return new Permission(Permission.Kind.TASKS, share.permittedTasks());
    }
    return share.permittedRoles() == null
        ? null
        : new Permission(Permission.Kind.ROLES, share.permittedRoles());
  }

  private NewDataset dataset(Wanted wanted) {
    Dataset like = wanted.like() == null ? null : datasets.get(wanted.like());
    if (like == null && wanted.accessToken() == null) {
      throw Given.invalid("access_token", "is missing: give one, or a dataset to be like");
    }
    Credentials credentials =
        wanted.accessToken() == null
            ? Objects.requireNonNull(like).credentials()
            : new Credentials(new Secret(wanted.accessToken()), secret(wanted.appSecret()));
    Wire otherwise = like == null ? Wire.CONVERSIONS_API : like.delivery().wire();
    String version = like == null ? null : like.delivery().apiVersion();
    return new NewDataset(
        Given.text("name", wanted.name()),
        credentials,
        wanted.wire() == null ? otherwise : wire(wanted.wire()),
        wanted.apiVersion() == null ? version : wanted.apiVersion());
  }

  private static Wire wire(String given) {
    return Wire.of(given)
        .orElseThrow(
            () -> Given.invalid("wire", "takes conversions_api or offline_conversions_api"));
  }

  private static @Nullable Secret secret(@Nullable String given) {
    return given == null ? null : new Secret(given);
  }
}
