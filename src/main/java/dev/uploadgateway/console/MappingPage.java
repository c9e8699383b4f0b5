package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.file.FileDesk;
import dev.uploadgateway.file.Previews;
import dev.uploadgateway.file.StoredFile;
import dev.uploadgateway.mapping.Mappings;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Mapping;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A file before it is started: what its columns are, and what would become of its first rows. */
@Controller
class MappingPage {

  private static final String PATH = "/console/datasets/{dataset}/upload/{file:\\d{1,18}}";

  private final Datasets datasets;
  private final FileDesk desk;
  private final Previews previews;
  private final Mappings mappings;
  private final FirstRows firstRows;

  MappingPage(
      Datasets datasets, FileDesk desk, Previews previews, Mappings mappings, FirstRows firstRows) {
    this.datasets = datasets;
    this.desk = desk;
    this.previews = previews;
    this.mappings = mappings;
    this.firstRows = firstRows;
  }

  /** What is wrong with a file as a whole, or remarkable. */
  record Remark(String column, String message) {

    static List<Remark> of(List<Layout.Note> notes) {
      return notes.stream().map(note -> new Remark(note.column(), note.message())).toList();
    }
  }

  /**
   * @param mapping the name of a saved one; empty for none
   */
  @GetMapping(PATH + "/mapping")
  String show(
      @PathVariable String dataset,
      @PathVariable long file,
      @RequestParam(defaultValue = "") String mapping,
      Model model) {
    Dataset destination = datasets.get(dataset);
    Mapping said = mapping.isEmpty() ? Mapping.NONE : mappings.get(destination, mapping);
    StoredFile stored = desk.get(destination, file);
    Previews.Look look = previews.look(destination, stored, said);
    model.addAttribute("mapping", mapping);
    model.addAttribute("form", MappingForm.of(look, said));
    return page(destination, stored, look, model);
  }

  /** Tries what the form says, and stores nothing. */
  @PostMapping(PATH + "/mapping")
  String tryOut(
      @PathVariable String dataset,
      @PathVariable long file,
      @RequestParam Map<String, String> given,
      HttpServletResponse response,
      Model model) {
    Dataset destination = datasets.get(dataset);
    StoredFile stored = desk.get(destination, file);
    try {
      said(destination, stored, given, false);
      return page(destination, stored, given, null, model);
    } catch (Problem problem) {
      return again(destination, stored, given, problem, response, model);
    }
  }

  @PostMapping(PATH + "/save")
  String save(
      @PathVariable String dataset,
      @PathVariable long file,
      @RequestParam Map<String, String> given,
      HttpServletResponse response,
      Model model) {
    Dataset destination = datasets.get(dataset);
    StoredFile stored = desk.get(destination, file);
    String name = given.getOrDefault("mapping_name", "").strip();
    try {
      mappings.put(destination, name, said(destination, stored, given, true));
      model.addAttribute("saved", name);
      return page(destination, stored, given, null, model);
    } catch (Problem problem) {
      return again(destination, stored, given, problem, response, model);
    }
  }

  @PostMapping(PATH + "/start")
  Object start(
      @PathVariable String dataset,
      @PathVariable long file,
      @RequestParam Map<String, String> given,
      HttpServletResponse response,
      Model model) {
    Dataset destination = datasets.get(dataset);
    StoredFile stored = desk.get(destination, file);
    try {
      desk.start(
          destination,
          file,
          given.getOrDefault("upload_tag", ""),
          said(destination, stored, given, false));
      return Redirect.to("/console/datasets/%s/upload/%d".formatted(dataset, file));
    } catch (Problem problem) {
      return again(destination, stored, given, problem, response, model);
    }
  }

  private Mapping said(
      Dataset dataset, StoredFile file, Map<String, String> given, boolean onlyNews) {
    Previews.Look alone = previews.look(dataset, file, Mapping.NONE);
    return Mappings.read(MappingForm.said(alone, given, onlyNews));
  }

  /**
   * With all that was entered, and what is wrong beside its field; where it can be mended there.
   */
  private String again(
      Dataset dataset,
      StoredFile file,
      Map<String, String> given,
      Problem problem,
      HttpServletResponse response,
      Model model) {
    if (problem.status() != HttpStatus.BAD_REQUEST) {
      throw problem;
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(dataset, file, given, problem, model);
  }

  private String page(
      Dataset dataset,
      StoredFile file,
      Map<String, String> given,
      @Nullable Problem problem,
      Model model) {
    boolean unread = problem != null && problem.code().equals("invalid_mapping");
    Mapping said = unread ? Mapping.NONE : said(dataset, file, given, false);
    Previews.Look look = previews.look(dataset, file, said);
    if (problem != null) {
      model.addAttribute(
          "failure",
          problem.code().equals("upload_tag_missing")
              ? "Give the upload a name"
              : problem.detail());
      model.addAttribute("failed", problem.code().contains("upload_tag") ? "upload_tag" : "");
    }
    model.addAttribute("form", MappingForm.sent(look, given, problem));
    return page(dataset, file, look, model);
  }

  private String page(Dataset dataset, StoredFile file, Previews.Look look, Model model) {
    model.addAttribute("dataset", dataset.id());
    model.addAttribute("file", file.id());
    model.addAttribute("name", file.name());
    model.addAttribute("stopped", file.run().failure());
    model.addAttribute(
        "about",
        "%s, %s, %s, %s between cells"
            .formatted(
                Say.count(file.form().rows(), "row"),
                Say.bytes(file.form().bytes()),
                look.charset().name(),
                FileLine.delimiter(String.valueOf(look.delimiter()))));
    model.addAttribute("targets", MappingChoices.TARGETS);
    model.addAttribute("ignore", MappingChoices.NOT_READ);
    model.addAttribute("dates", MappingChoices.DATES);
    model.addAttribute("constants", MappingChoices.CONSTANTS);
    model.addAttribute(
        "zones",
        ZoneId.getAvailableZoneIds().stream()
            .filter(zone ->
                zone.matches("(Africa|America|Asia|Atlantic|Australia|Europe|Pacific)/.*|UTC"))
            .sorted()
            .toList());
    model.addAttribute("mappings", mappings.names(dataset));
    model.addAttribute("flaws", Remark.of(look.layout().flaws()));
    model.addAttribute("remarks", Remark.of(look.layout().remarks()));
    model.addAttribute("rows", firstRows.of(dataset, look));
    return "console/file-mapping";
  }
}
