package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.Scope;
import dev.uploadgateway.file.FileDesk;
import dev.uploadgateway.file.StoredFile;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Format;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a file is handed in, and the files that were lately. */
@Controller
class UploadFilePage {

  private static final int FILES = 20;

  private final Datasets datasets;
  private final FileDesk desk;
  private final Clock clock;

  UploadFilePage(Datasets datasets, FileDesk desk, Clock clock) {
    this.datasets = datasets;
    this.desk = desk;
    this.clock = clock;
  }

  @GetMapping("/console/datasets/{dataset}/upload")
  String page(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "") String done,
      Model model) {
    model.addAttribute("done", done.equals("deleted") ? "The file is deleted" : "");
    return page(caller, datasets.get(dataset), before, model);
  }

  /** Reads the form as it comes, and asks for no parameter: the file is its last part. */
  @PostMapping("/console/datasets/{dataset}/upload")
  Object receive(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model)
      throws IOException {
    Dataset destination = datasets.get(dataset);
    try {
      StoredFile file = receive(destination, request);
      return Redirect.to("/console/datasets/%s/upload/%d/mapping".formatted(dataset, file.id()));
    } catch (Problem problem) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      model.addAttribute("error", problem.detail());
      return page(caller, destination, null, model);
    }
  }

  private StoredFile receive(Dataset dataset, HttpServletRequest request) throws IOException {
    FileForm form = FileForm.isOne(request) ? FileForm.of(request) : new FileForm(Map.of(), null);
    FileItemStream file = form.file();
    String name = form.fileName();
    if (file == null || name.isBlank()) {
      throw new Problem(HttpStatus.BAD_REQUEST, "file_missing", "Choose a file first");
    }
    Format stated =
        new Format(
            Format.charset(form.fields().getOrDefault("charset", "")).orElse(null),
            Format.delimiter(form.fields().getOrDefault("delimiter", "")).orElse(null));
    try (InputStream content = file.openStream()) {
      return desk.receive(dataset, name, content, stated);
    }
  }

  private String page(Caller caller, Dataset dataset, @Nullable Long before, Model model) {
    Instant now = clock.instant();
    List<StoredFile> files = desk.list(dataset, before, FILES + 1);
    List<StoredFile> listed = files.subList(0, Math.min(FILES, files.size()));
    model.addAttribute("dataset", dataset.id());
    model.addAttribute("mayUpload", caller.may(Scope.WRITE));
    model.addAttribute("largest", Say.bytes(desk.largest()));
    model.addAttribute("files", listed.stream().map(file -> FileLine.of(file, now)).toList());
    model.addAttribute("newest", before == null);
    model.addAttribute(
        "earlier", files.size() > FILES ? Long.valueOf(listed.getLast().id()) : null);
    return "console/upload-file";
  }
}
