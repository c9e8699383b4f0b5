package dev.uploadgateway.intake;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.mapping.Mappings;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.problem.BodyRoom;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Format;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.SheetReader;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST} and {@code PUT /v1/datasets/{dataset}/events} with a sheet: the events of its rows
 * are stored as they are read, all that are good, or none where the request fails. A PUT is what
 * {@code curl -T} sends; it may be repeated like any, as what was stored is told as a duplicate.
 */
@RestController
class SheetEndpoint {

  private static final String CSV = "text/csv";
  private static final String TSV = "text/tab-separated-values";

  /** What programs send that do not know what they send. */
  private static final Set<String> UNTYPED = Set.of("application/octet-stream", "text/plain");

  /** The answer to other bodies, and how the sheet was understood. */
  record Answered(@JsonUnwrapped Answer answer, Understood sheet) {}

  private final Intake intake;
  private final IntakeProperties properties;
  private final Datasets datasets;
  private final Mappings mappings;
  private final IntakeMeters meters;

  SheetEndpoint(
      Intake intake,
      IntakeProperties properties,
      Datasets datasets,
      Mappings mappings,
      IntakeMeters meters) {
    this.intake = intake;
    this.properties = properties;
    this.datasets = datasets;
    this.mappings = mappings;
    this.meters = meters;
  }

  @PostMapping(
      path = "/v1/datasets/{dataset}/events",
      consumes = {CSV, TSV})
  ResponseEntity<Answered> post(
      @PathVariable String dataset,
      @RequestParam(name = "upload_tag", required = false) @Nullable String tag,
      @RequestParam(name = "namespace_id", required = false) @Nullable String namespaceId,
      @RequestParam(name = "mapping", required = false) @Nullable String mapping,
      HttpServletRequest request) {
    Dataset destination = datasets.get(dataset);
    Lane lane = new Lane(destination.number(), Target.tag(tag), Target.namespace(namespaceId));
    Mapping said = mapping == null ? Mapping.NONE : mappings.get(destination, mapping);
    Format format = format(request, said.format());
    Reception reception = intake.begin(destination);
    BodyRoom.markStored(request);
    Understood understood =
        Body.readSheet(
            request,
            properties.maxStream(),
            in -> {
              int largestCell = Math.toIntExact(properties.maxCell().toBytes());
              SheetReader reader = new SheetReader(in, format, largestCell);
              SheetSource source = new SheetSource(reader, said);
              SheetProblems.requireFlawless(source.layout());
              EventsEndpoint.keep(
                  datasets, destination, () -> intake.stream(lane, source, reception));
              return Understood.of(reader.charset(), reader.delimiter(), source.layout());
            });
    EventsEndpoint.requireEvents(reception);
    Answer answer = reception.answer(lane.uploadTag());
    meters.count(destination, answer.counts(), reception);
    return ResponseEntity.status(
            answer.anyKept() ? HttpStatus.ACCEPTED : HttpStatus.UNPROCESSABLE_CONTENT)
        .contentType(MediaType.APPLICATION_JSON)
        .body(new Answered(answer, understood));
  }

  @PutMapping("/v1/datasets/{dataset}/events")
  ResponseEntity<Answered> put(
      @PathVariable String dataset,
      @RequestParam(name = "upload_tag", required = false) @Nullable String tag,
      @RequestParam(name = "namespace_id", required = false) @Nullable String namespaceId,
      @RequestParam(name = "mapping", required = false) @Nullable String mapping,
      HttpServletRequest request) {
    return post(dataset, tag, namespaceId, mapping, request);
  }

  /** What the request's type says goes before what the mapping says. */
  static Format format(HttpServletRequest request, Format said) {
    MediaType type = type(request.getContentType());
    if (type == null) {
      return said;
    }
    String name = type.getType() + "/" + type.getSubtype();
    if (!name.equals(CSV) && !name.equals(TSV) && !UNTYPED.contains(name)) {
      throw new Problem(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "unsupported_media_type",
          "A PUT takes text/csv or text/tab-separated-values; POST what is neither");
    }
    String charset = type.getParameter("charset");
    return new Format(
        charset == null
            ? said.charset()
            : Format.charset(charset.replace("\"", ""))
                .orElseThrow(() ->
                    new Problem(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "unsupported_charset",
                        "A sheet is in UTF-8, UTF-16, windows-1252, ISO-8859-1, ISO-8859-15 or US-ASCII")),
        name.equals(TSV) ? Character.valueOf('\t') : said.delimiter());
  }

  private static @Nullable MediaType type(@Nullable String given) {
    try {
      return given == null ? null : MediaType.parseMediaType(given);
    } catch (InvalidMediaTypeException e) {
      throw new Problem(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "unsupported_media_type",
          "The Content-Type cannot be read");
    }
  }
}
