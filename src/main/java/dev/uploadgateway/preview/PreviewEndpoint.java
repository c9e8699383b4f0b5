package dev.uploadgateway.preview;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.intake.Rehearsal;
import dev.uploadgateway.intake.Rehearsal.Rehearsed;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/datasets/{dataset}/events/preview}: the bodies of intake, of which nothing is
 * stored. The answer holds what the caller sent, and so nobody may keep it on the way.
 */
@RestController
class PreviewEndpoint {

  private final Rehearsal rehearsal;
  private final Previewer previewer;
  private final Datasets datasets;

  PreviewEndpoint(Rehearsal rehearsal, Previewer previewer, Datasets datasets) {
    this.rehearsal = rehearsal;
    this.previewer = previewer;
    this.datasets = datasets;
  }

  @PostMapping(
      path = "/v1/datasets/{dataset}/events/preview",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Preview> json(
      @PathVariable String dataset,
      @RequestParam(name = "upload_tag", required = false) @Nullable String uploadTag,
      HttpServletRequest request) {
    Dataset destination = datasets.get(dataset);
    return answer(destination, rehearsal.json(destination, uploadTag, request));
  }

  @PostMapping(
      path = "/v1/datasets/{dataset}/events/preview",
      consumes = MediaType.APPLICATION_NDJSON_VALUE)
  ResponseEntity<Preview> ndjson(
      @PathVariable String dataset,
      @RequestParam(name = "upload_tag", required = false) @Nullable String uploadTag,
      @RequestParam(name = "namespace_id", required = false) @Nullable String namespaceId,
      HttpServletRequest request) {
    Dataset destination = datasets.get(dataset);
    return answer(destination, rehearsal.ndjson(destination, uploadTag, namespaceId, request));
  }

  @PostMapping(
      path = "/v1/datasets/{dataset}/events/preview",
      consumes = {"text/csv", "text/tab-separated-values"})
  ResponseEntity<Preview> sheet(
      @PathVariable String dataset,
      @RequestParam(name = "upload_tag", required = false) @Nullable String uploadTag,
      @RequestParam(name = "namespace_id", required = false) @Nullable String namespaceId,
      @RequestParam(name = "mapping", required = false) @Nullable String mapping,
      HttpServletRequest request) {
    Dataset destination = datasets.get(dataset);
    return answer(
        destination, rehearsal.sheet(destination, uploadTag, namespaceId, mapping, request));
  }

  private ResponseEntity<Preview> answer(Dataset dataset, Rehearsed request) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        // Whatever the client said it accepts, as intake.
        .contentType(MediaType.APPLICATION_JSON)
        .body(previewer.preview(dataset, request));
  }
}
