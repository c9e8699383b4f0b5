package dev.uploadgateway.console;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.Scope;
import dev.uploadgateway.intake.Correcting;
import dev.uploadgateway.outbox.Line;
import dev.uploadgateway.outbox.Orders;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** One event of the quarantine: its life, and the form that puts a corrected one in its place. */
@Controller
class QuarantinedEventPage {

  private static final String VIEW = "console/quarantine-event";

  private final Datasets datasets;
  private final Orders orders;
  private final Correcting correcting;
  private final CorrectionForm form;
  private final Clock clock;

  QuarantinedEventPage(
      Datasets datasets, Orders orders, Correcting correcting, JsonMapper json, Clock clock) {
    this.datasets = datasets;
    this.orders = orders;
    this.correcting = correcting;
    this.form = new CorrectionForm(json);
    this.clock = clock;
  }

  @GetMapping("/console/datasets/{dataset}/quarantine/events/{event}")
  String show(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      @PathVariable String event,
      @RequestParam(defaultValue = "") String done,
      Model model) {
    model.addAttribute(
        "done",
        done.equals("corrected")
            ? "The corrected event is stored and on its way to Meta. The one it replaces is gone"
            : "");
    return page(caller, datasets.get(dataset), key(event), null, model);
  }

  @PostMapping("/console/datasets/{dataset}/quarantine/events/{event}")
  Object correct(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      @PathVariable String event,
      @RequestParam Map<String, String> given,
      HttpServletResponse response,
      Model model) {
    Dataset destination = datasets.get(dataset);
    EventKey wrong = key(event);
    CorrectionForm.Shown shown;
    try {
      switch (correcting.correct(destination, wrong, form.event(given))) {
        case Correcting.Outcome.Stored stored -> {
          return Redirect.to(
              "/console/datasets/%s/quarantine/events/%s?done=corrected"
                  .formatted(dataset, stored.event().hex()));
        }
        case Correcting.Outcome.Rejected rejected ->
            shown = CorrectionForm.wrong(given, rejected.errors());
      }
    } catch (Problem problem) {
      if (problem.status() != HttpStatus.CONFLICT) {
        throw problem;
      }
      model.addAttribute("failure", problem.detail());
      shown = CorrectionForm.wrong(given, List.of());
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(caller, destination, wrong, shown, model);
  }

  private String page(
      Caller caller,
      Dataset dataset,
      EventKey event,
      CorrectionForm.@Nullable Shown given,
      Model model) {
    List<Line> lines = orders.find(dataset.number(), event);
    if (lines.isEmpty()) {
      throw gone();
    }
    Instant now = clock.instant();
    model.addAttribute("dataset", dataset.id());
    model.addAttribute("event", event.hex());
    model.addAttribute("lines", lines.stream().map(line -> LifeLine.of(line, now)).toList());
    model.addAttribute("mayDecide", caller.may(Scope.WRITE));
    Line first = lines.getFirst();
    if (first.state() instanceof Line.State.Quarantined quarantined) {
      model.addAttribute("words", QuarantineWords.of(quarantined.reason().code()));
      model.addAttribute("form", given == null ? CorrectionForm.of(first.contents()) : given);
    }
    return VIEW;
  }

  private static EventKey key(String text) {
    return EventKey.parse(text).orElseThrow(QuarantinedEventPage::gone);
  }

  private static Problem gone() {
    return new Problem(
        HttpStatus.NOT_FOUND,
        "unknown_event",
        "No event of this key is here. It may have been discarded or corrected by somebody else meanwhile");
  }
}
