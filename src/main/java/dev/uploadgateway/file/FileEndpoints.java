package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.intake.SheetIntake;
import dev.uploadgateway.intake.SheetProblems;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Layout;
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
  private final Files files;
  private final Shown shown;
  private final Previews previews;
  private final FileLoop loop;

  FileEndpoints(Datasets datasets, Files files, Shown shown, Previews previews, FileLoop loop) {
    this.datasets = datasets;
    this.files = files;
    this.shown = shown;
    this.previews = previews;
    this.loop = loop;
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
    List<StoredFile> found = files.list(datasets.get(dataset), after, limit + 1);
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
    return shown.wholly(destination, files.get(destination, id));
  }

  @GetMapping("/{id}/preview")
  Map<String, Object> preview(
      @PathVariable String dataset,
      @PathVariable long id,
      @RequestParam(required = false) @Nullable String mapping) {
    Dataset destination = datasets.get(dataset);
    StoredFile file = files.get(destination, id);
    Mapping said = previews.said(destination, mapping == null ? null : StringNode.valueOf(mapping));
    return previews.preview(destination, file, said);
  }

  /** With a mapping to try. */
  @PostMapping("/{id}/preview")
  Map<String, Object> tryMapping(
      @PathVariable String dataset, @PathVariable long id, @RequestBody JsonNode mapping) {
    Dataset destination = datasets.get(dataset);
    return previews.preview(
        destination, files.get(destination, id), previews.said(destination, mapping));
  }

  @PostMapping("/{id}/start")
  Map<String, @Nullable Object> start(
      @PathVariable String dataset, @PathVariable long id, @RequestBody JsonNode body) {
    Dataset destination = datasets.get(dataset);
    StoredFile file = files.get(destination, id);
    if (!body.isObject() || !START.containsAll(body.propertyNames())) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "unknown_field", "The body takes upload_tag and mapping");
    }
    String tag = SheetIntake.uploadTag(body.path("upload_tag").asString(""));
    if (file.state() != State.READY && file.state() != State.FAILED) {
      throw notStartable();
    }
    Layout layout =
        previews.layout(destination, file, previews.said(destination, body.get("mapping")));
    SheetProblems.requireFlawless(layout);
    if (!files.start(destination, id, tag, layout.stated())) {
      throw notStartable();
    }
    loop.wake(destination.number());
    return show(dataset, id);
  }

  @PostMapping("/{id}/cancel")
  Map<String, @Nullable Object> cancel(@PathVariable String dataset, @PathVariable long id) {
    Dataset destination = datasets.get(dataset);
    files.get(destination, id);
    if (!files.cancel(destination, id)) {
      throw new Problem(
          HttpStatus.CONFLICT, "file_ended", "The file has ended, or is still arriving");
    }
    return show(dataset, id);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String dataset, @PathVariable long id) {
    Dataset destination = datasets.get(dataset);
    files.get(destination, id);
    if (!files.delete(destination, id)) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "file_running",
          "The file is running: cancel it before it is deleted");
    }
  }

  private static Problem notStartable() {
    return new Problem(
        HttpStatus.CONFLICT,
        "file_started",
        "The file is still arriving, or was started or cancelled before");
  }
}
