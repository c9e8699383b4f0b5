package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.outbox.Quarantine;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.report.Selection;
import dev.uploadgateway.report.Verdicts;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.view.RedirectView;

/** What a human decides of what is in quarantine. */
@Controller
class QuarantineDecisions {

  private final Datasets datasets;
  private final Quarantine quarantine;
  private final Verdicts verdicts;

  QuarantineDecisions(Datasets datasets, Quarantine quarantine, Verdicts verdicts) {
    this.datasets = datasets;
    this.quarantine = quarantine;
    this.verdicts = verdicts;
  }

  @PostMapping("/console/datasets/{dataset}/quarantine/release")
  RedirectView release(
      @PathVariable String dataset, @RequestParam MultiValueMap<String, String> given) {
    Dataset destination = datasets.get(dataset);
    return done("released", dataset, verdicts.release(destination, decided(destination, given)));
  }

  /** Asks first: there is no way back. */
  @GetMapping("/console/datasets/{dataset}/quarantine/discard")
  String ask(
      @PathVariable String dataset,
      @RequestParam MultiValueMap<String, String> given,
      Model model) {
    Dataset destination = datasets.get(dataset);
    Selection selection = decided(destination, given);
    model.addAttribute("dataset", dataset);
    model.addAttribute("filters", QuarantinePages.filters(given));
    model.addAttribute("events", count(destination, selection.filter()));
    String reason = selection.filter().reasonCode();
    model.addAttribute("words", reason == null ? null : QuarantineWords.of(reason));
    model.addAttribute("uploadTag", selection.filter().uploadTag());
    return "console/quarantine-discard";
  }

  @PostMapping("/console/datasets/{dataset}/quarantine/discard")
  RedirectView discard(
      @PathVariable String dataset, @RequestParam MultiValueMap<String, String> given) {
    Dataset destination = datasets.get(dataset);
    return done("discarded", dataset, verdicts.discard(destination, decided(destination, given)));
  }

  /**
   * Every field is a filter, and what is none is refused rather than overlooked. No page decides on
   * a whole dataset.
   */
  private static Selection decided(Dataset dataset, MultiValueMap<String, String> given) {
    Selection selection = Selection.of(dataset, given, "_csrf");
    if (selection.filters().isEmpty()) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "filters_missing",
          "It is not said which events are meant. Nothing was changed");
    }
    return selection;
  }

  private static RedirectView done(String what, String dataset, Quarantine.Decided decided) {
    return Redirect.to(
        "/console/datasets/%s/quarantine?done=%s&events=%d&unopened=%d"
            .formatted(dataset, what, decided.events(), decided.unopened().size()));
  }

  /** How many events that are, as far as that is known at once. */
  private String count(Dataset dataset, Quarantine.Filter filter) {
    if (filter.events() != null) {
      return "1 event";
    }
    Long batch = filter.batch();
    if (batch != null) {
      return quarantine.list(dataset.number(), filter, 0, 1).stream()
          .findFirst()
          .map(row -> Say.count(row.events(), "event"))
          .orElse("0 events");
    }
    return Say.count(
        quarantine
            .groups(dataset.number(), filter.uploadTag(), QuarantinePages.MOST_GROUPS)
            .stream()
            .filter(group ->
                filter.reasonCode() == null || group.reason().code().equals(filter.reasonCode()))
            .mapToLong(Quarantine.Group::events)
            .sum(),
        "event");
  }
}
