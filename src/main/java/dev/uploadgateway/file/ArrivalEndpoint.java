package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Format;
import dev.uploadgateway.sheet.Mapping;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/datasets/{dataset}/files}: takes a file in, and shows what it is and what would
 * become of it.
 */
@RestController
class ArrivalEndpoint {

  private final Datasets datasets;
  private final FileDesk desk;
  private final Shown shown;
  private final Previews previews;
  private final FileProperties properties;

  ArrivalEndpoint(
      Datasets datasets, FileDesk desk, Shown shown, Previews previews, FileProperties properties) {
    this.datasets = datasets;
    this.desk = desk;
    this.shown = shown;
    this.previews = previews;
    this.properties = properties;
  }

  @PostMapping("/v1/datasets/{dataset}/files")
  ResponseEntity<Map<String, @Nullable Object>> receive(
      @PathVariable String dataset, HttpServletRequest request) throws IOException {
    Dataset destination = datasets.get(dataset);
    Format stated = stated(request);
    Arriving arriving = Arriving.of(request, properties.maxSize());
    String given = Arriving.parameter(request, "name");
    String part = arriving.partName();
    String name = given == null ? part == null ? "" : part : given;
    StoredFile file = desk.receive(destination, name, arriving.content(), stated);
    Map<String, @Nullable Object> answer = shown.wholly(destination, file);
    answer.put(
        "preview", shown.preview(destination, previews.look(destination, file, Mapping.NONE)));
    return ResponseEntity.status(HttpStatus.CREATED).body(answer);
  }

  private static Format stated(HttpServletRequest request) {
    String charset = Arriving.parameter(request, "charset");
    String delimiter = Arriving.parameter(request, "delimiter");
    Optional<Charset> known = charset == null ? Optional.empty() : Format.charset(charset);
    Optional<Character> between =
        delimiter == null ? Optional.empty() : Format.delimiter(delimiter);
    if (charset != null && known.isEmpty()) {
      throw invalid(
          "charset",
          "The parameter charset is UTF-8, UTF-16, windows-1252, ISO-8859-1, ISO-8859-15 or US-ASCII");
    }
    if (delimiter != null && between.isEmpty()) {
      throw invalid("delimiter", "The parameter delimiter is comma, semicolon, tab or pipe");
    }
    return new Format(known.orElse(null), between.orElse(null));
  }

  private static Problem invalid(String parameter, String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "invalid_parameter", detail)
        .with("parameter", parameter);
  }
}
