package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.Scope;
import dev.uploadgateway.file.FileDesk;
import dev.uploadgateway.file.RefusedFile;
import dev.uploadgateway.file.StoredFile;
import dev.uploadgateway.intake.SheetProblems;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.view.RedirectView;

/** A file on its way, and what became of it. */
@Controller
class FilePages {

  private final Datasets datasets;
  private final FileDesk desk;
  private final RefusedFile refused;
  private final ConsoleProperties properties;
  private final Clock clock;

  FilePages(
      Datasets datasets,
      FileDesk desk,
      RefusedFile refused,
      ConsoleProperties properties,
      Clock clock) {
    this.datasets = datasets;
    this.desk = desk;
    this.refused = refused;
    this.properties = properties;
    this.clock = clock;
  }

  /** Why rows were refused, with how many. */
  record Why(String sentence, String rows) {}

  @GetMapping("/console/datasets/{dataset}/upload/{file:\\d{1,18}}")
  String show(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      @PathVariable long file,
      Model model) {
    fill(datasets.get(dataset), file, model);
    model.addAttribute("mayWrite", caller.may(Scope.WRITE));
    model.addAttribute("refresh", "every " + properties.refresh().toSeconds() + "s, seen");
    return "console/file";
  }

  /** The part that reloads itself; at the end it has the whole page do so. */
  @GetMapping("/console/datasets/{dataset}/upload/{file:\\d{1,18}}/progress")
  String progress(
      @PathVariable String dataset,
      @PathVariable long file,
      HttpServletResponse response,
      Model model) {
    if (!fill(datasets.get(dataset), file, model).stage().equals("running")) {
      response.setHeader("HX-Refresh", "true");
    }
    return "console/file-progress :: progress";
  }

  @PostMapping("/console/datasets/{dataset}/upload/{file:\\d{1,18}}/cancel")
  RedirectView cancel(@PathVariable String dataset, @PathVariable long file) {
    desk.cancel(datasets.get(dataset), file);
    return Redirect.to("/console/datasets/%s/upload/%d".formatted(dataset, file));
  }

  @PostMapping("/console/datasets/{dataset}/upload/{file:\\d{1,18}}/delete")
  RedirectView delete(@PathVariable String dataset, @PathVariable long file) {
    desk.delete(datasets.get(dataset), file);
    return Redirect.to("/console/datasets/%s/upload?done=deleted".formatted(dataset));
  }

  @GetMapping("/console/datasets/{dataset}/upload/{file:\\d{1,18}}/refused")
  void refused(@PathVariable String dataset, @PathVariable long file, HttpServletResponse response)
      throws IOException {
    RefusedFile.Ready ready = refused.of(datasets.get(dataset), file);
    response.setContentType(ready.type());
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, ready.disposition());
    ready.body().writeTo(response.getOutputStream());
  }

  private FileLine fill(Dataset dataset, long id, Model model) {
    StoredFile file = desk.get(dataset, id);
    FileLine line = FileLine.of(file, clock.instant());
    List<Why> errors =
        desk.errors(dataset, id).entrySet().stream()
            .map(error ->
                new Why(SheetProblems.sentence(error.getKey()), Say.count(error.getValue(), "row")))
            .toList();
    model.addAttribute("dataset", dataset.id());
    model.addAttribute("file", line);
    model.addAttribute("errors", errors);
    return line;
  }
}
