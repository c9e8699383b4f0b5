package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.DatasetAdministration;
import dev.uploadgateway.dataset.Scope;
import dev.uploadgateway.dispatch.Breakers;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.setup.Handshake;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
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
import org.springframework.web.servlet.view.RedirectView;

/** Datasets: looked at by who reads, administered by who administers. */
@Controller
class DatasetPages {

  private static final String VIEW = "console/dataset";
  private static final String NEW = "console/new-dataset";

  private final DatasetAdministration datasets;
  private final Handshake handshake;
  private final TestEvents testEvents;
  private final Breakers breakers;
  private final Clock clock;

  DatasetPages(
      DatasetAdministration datasets,
      Handshake handshake,
      TestEvents testEvents,
      Breakers breakers,
      Clock clock) {
    this.datasets = datasets;
    this.handshake = handshake;
    this.testEvents = testEvents;
    this.breakers = breakers;
    this.clock = clock;
  }

  /** A line of the list. */
  record Line(String id, String label, DatasetState state, String wire, String changed) {}

  @GetMapping("/console/datasets")
  String list(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(defaultValue = "") String done,
      Model model) {
    Instant now = clock.instant();
    List<Line> lines =
        datasets.list(caller::mayUse).stream().map(dataset -> line(dataset, now)).toList();
    model.addAttribute("lines", lines);
    model.addAttribute("mayAdd", caller.may(Scope.ADMIN));
    model.addAttribute("done", done.equals("deleted") ? "The dataset is deleted" : "");
    return "console/datasets";
  }

  @GetMapping("/console/new-dataset")
  String blank(Model model) {
    return blank(model, Map.of(), null);
  }

  @PostMapping("/console/new-dataset")
  Object add(
      @AuthenticationPrincipal Caller caller,
      @RequestParam Map<String, String> form,
      HttpServletResponse response,
      Model model) {
    String id = form.getOrDefault("id", "").strip();
    try {
      if (!caller.mayUse(id)) {
        throw invalid("id", "is none that your key may be used for");
      }
      if (datasets.list(id::equals).isEmpty()) {
        datasets.put(id, form);
        return Redirect.to("/console/datasets/" + id + "?done=added");
      }
      throw invalid("id", "is there already: change it on its own page");
    } catch (Problem problem) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return blank(model, form, problem);
    }
  }

  @GetMapping("/console/datasets/{dataset}")
  String show(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      @RequestParam(defaultValue = "") String done,
      Model model) {
    model.addAttribute(
        "done",
        switch (done) {
          case "added" -> "The dataset is added. Test the connection next";
          case "saved" -> "The settings are saved";
          case "sent" ->
              "A test event is accepted; look under Test Events in Meta's Events Manager";
          default -> "";
        });
    return page(caller, dataset, model);
  }

  @PostMapping("/console/datasets/{dataset}")
  Object save(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      @RequestParam Map<String, String> form,
      HttpServletResponse response,
      Model model) {
    datasets.show(dataset);
    try {
      datasets.put(dataset, form);
    } catch (Problem problem) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      page(caller, dataset, model);
      return form(model, form, problem, VIEW);
    }
    return Redirect.to("/console/datasets/" + dataset + "?done=saved");
  }

  @PostMapping("/console/datasets/{dataset}/delete")
  Object delete(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      HttpServletResponse response,
      Model model) {
    try {
      datasets.delete(dataset);
    } catch (Problem problem) {
      if (problem.status() != HttpStatus.CONFLICT) {
        throw problem;
      }
      response.setStatus(problem.status().value());
      model.addAttribute("failure", problem.detail());
      return page(caller, dataset, model);
    }
    return Redirect.to("/console/datasets?done=deleted");
  }

  @PostMapping("/console/datasets/{dataset}/test")
  String test(@AuthenticationPrincipal Caller caller, @PathVariable String dataset, Model model) {
    model.addAttribute("tested", handshake.test(dataset));
    return page(caller, dataset, model);
  }

  @PostMapping("/console/datasets/{dataset}/test-event")
  RedirectView testEvent(@PathVariable String dataset) {
    testEvents.send(dataset);
    return Redirect.to("/console/datasets/" + dataset + "?done=sent");
  }

  private String page(Caller caller, String id, Model model) {
    Map<String, @Nullable Object> dataset = datasets.show(id);
    Instant now = clock.instant();
    model.addAttribute("line", line(dataset, now));
    model.addAttribute("mayChange", caller.may(Scope.ADMIN));
    model.addAttribute("mayWrite", caller.may(Scope.WRITE));
    model.addAttribute("settings", dataset);
    return form(model, texts(dataset), null, VIEW);
  }

  private static String blank(Model model, Map<String, String> form, @Nullable Problem problem) {
    Map<String, String> values = new HashMap<>(form);
    values.putIfAbsent("hash_external_id", "true");
    model.addAttribute("settings", Map.of());
    return form(model, values, problem, NEW);
  }

  /** Secrets are never put back into a form. */
  private static String form(
      Model model, Map<String, String> values, @Nullable Problem problem, String view) {
    Map<String, String> shown = new HashMap<>(values);
    shown.keySet().removeAll(List.of("access_token", "app_secret", "_csrf"));
    model.addAttribute("values", shown);
    if (problem != null) {
      Object field = problem.members().getOrDefault("field", problem.members().get("parameter"));
      String name = String.valueOf(field);
      model.addAttribute("field", name.equals("dataset") ? "id" : name);
      model.addAttribute("error", problem.detail());
    }
    return view;
  }

  private Line line(Map<String, ? extends @Nullable Object> dataset, Instant now) {
    String id = String.valueOf(dataset.get("id"));
    return new Line(
        id,
        dataset.get("name") instanceof String name ? name : id,
        DatasetState.of(dataset, breakers.isOpen(id), now),
        "offline_conversions_api".equals(dataset.get("wire"))
            ? "Offline Conversions API"
            : "Conversions API",
        dataset.get("changed_at") instanceof Instant at ? Say.time(at, now) : "");
  }

  private static Map<String, String> texts(Map<String, ? extends @Nullable Object> dataset) {
    Map<String, String> texts = new HashMap<>();
    dataset.forEach((name, value) -> {
      if (value != null) {
        texts.put(name, value.toString());
      }
    });
    return texts;
  }

  private static Problem invalid(String field, String how) {
    return new Problem(HttpStatus.BAD_REQUEST, "invalid_field", "The " + field + " " + how)
        .with("field", field);
  }
}
