package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * {@code /v1/datasets/{dataset}/files}: files of events, from their arrival to their end. What
 * shows rows takes the scope to write.
 */
@RestController
@RequestMapping("/v1/datasets/{dataset}/files")
class FileEndpoints {

  private static final int MOST_LISTED = 100;
  private static final Set<String> START = Set.of("upload_tag", "mapping");

  private final Datasets datasets;
  private final FileDesk desk;
  private final Shown shown;
  private final Previews previews;

  FileEndpoints(Datasets datasets, FileDesk desk, Shown shown, Previews previews) {
    this.datasets = datasets;
    this.desk = desk;
    this.shown = shown;
    this.previews = previews;
  }

  @GetMapping
  Map<String, Object> list(
      @PathVariable String dataset,
      @RequestParam(defaultValue = "25") int limit,
      @RequestParam(required = false) @Nullable Long after) {
    if (limit < 1 || limit > MOST_LISTED) {
      throw new Problem(
              HttpStatus.BAD_REQUEST, "invalid_parameter", "The parameter limit is 1 to 100")
          .with("parameter", "limit");
    }
    List<StoredFile> found = desk.list(datasets.get(dataset), after, limit + 1);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", found.stream().limit(limit).map(shown::briefly).toList());
    if (found.size() > limit) {
      answer.put("after", found.get(limit - 1).id());
    }
    return answer;
  }

  @GetMapping("/{id}")
  Map<String, @Nullable Object> show(@PathVariable String dataset, @PathVariable long id) {
    Dataset destination = datasets.get(dataset);
    return shown.wholly(destination, desk.get(destination, id));
  }

  @GetMapping("/{id}/preview")
  Map<String, Object> preview(
      @PathVariable String dataset,
      @PathVariable long id,
      @RequestParam(required = false) @Nullable String mapping) {
    Dataset destination = datasets.get(dataset);
    StoredFile file = desk.get(destination, id);
    Mapping said = previews.said(destination, mapping == null ? null : StringNode.valueOf(mapping));
    return shown.preview(destination, previews.look(destination, file, said));
  }

  /** With a mapping to try. */
  @PostMapping("/{id}/preview")
  Map<String, Object> tryMapping(
      @PathVariable String dataset, @PathVariable long id, @RequestBody JsonNode mapping) {
    Dataset destination = datasets.get(dataset);
    return shown.preview(
        destination,
        previews.look(destination, desk.get(destination, id), previews.said(destination, mapping)));
  }

  @PostMapping("/{id}/start")
  Map<String, @Nullable Object> start(
      @PathVariable String dataset, @PathVariable long id, @RequestBody JsonNode body) {
    Dataset destination = datasets.get(dataset);
    if (!body.isObject() || !START.containsAll(body.propertyNames())) {
      desk.get(destination, id);
      throw new Problem(
          HttpStatus.BAD_REQUEST, "unknown_field", "The body takes upload_tag and mapping");
    }
    String tag = body.path("upload_tag").asString("");
    Mapping said = previews.said(destination, body.get("mapping"));
    return shown.wholly(destination, desk.start(destination, id, tag, said));
  }

  @PostMapping("/{id}/cancel")
  Map<String, @Nullable Object> cancel(@PathVariable String dataset, @PathVariable long id) {
    Dataset destination = datasets.get(dataset);
    return shown.wholly(destination, desk.cancel(destination, id));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String dataset, @PathVariable long id) {
    desk.delete(datasets.get(dataset), id);
  }
}
