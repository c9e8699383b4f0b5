package dev.uploadgateway.mapping;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.sheet.Mapping;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /v1/datasets/{dataset}/mappings}: mappings kept under a name. */
@RestController
@RequestMapping("/v1/datasets/{dataset}/mappings")
class MappingEndpoints {

  private final Mappings mappings;
  private final Datasets datasets;

  MappingEndpoints(Mappings mappings, Datasets datasets) {
    this.mappings = mappings;
    this.datasets = datasets;
  }

  @GetMapping
  Map<String, Object> list(@PathVariable String dataset) {
    List<Map<String, Object>> data =
        mappings.list(datasets.get(dataset)).stream()
            .map(listed ->
                Map.<String, Object>of("name", listed.name(), "changed_at", listed.changedAt()))
            .toList();
    return Map.of("data", data);
  }

  @GetMapping("/{name}")
  JsonNode show(@PathVariable String dataset, @PathVariable String name) {
    return mappings.find(datasets.get(dataset), name).orElseThrow(() -> Mappings.unknown(name));
  }

  @PutMapping("/{name}")
  ResponseEntity<JsonNode> put(
      @PathVariable String dataset, @PathVariable String name, @RequestBody JsonNode body) {
    Dataset destination = datasets.get(dataset);
    Mapping mapping = Mappings.read(body);
    boolean created = mappings.put(destination, name, mapping);
    return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK)
        .body(show(dataset, name));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String dataset, @PathVariable String name) {
    if (!mappings.delete(datasets.get(dataset), name)) {
      throw Mappings.unknown(name);
    }
  }
}
