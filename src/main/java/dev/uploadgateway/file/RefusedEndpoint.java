package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Datasets;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/datasets/{dataset}/files/{id}/refused}: the rows that were refused, as CSV. */
@RestController
class RefusedEndpoint {

  private final Datasets datasets;
  private final RefusedFile refused;

  RefusedEndpoint(Datasets datasets, RefusedFile refused) {
    this.datasets = datasets;
    this.refused = refused;
  }

  @GetMapping("/v1/datasets/{dataset}/files/{id}/refused")
  void refused(@PathVariable String dataset, @PathVariable long id, HttpServletResponse response)
      throws IOException {
    RefusedFile.Ready ready = refused.of(datasets.get(dataset), id);
    response.setContentType(ready.type());
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, ready.disposition());
    ready.body().writeTo(response.getOutputStream());
  }
}
