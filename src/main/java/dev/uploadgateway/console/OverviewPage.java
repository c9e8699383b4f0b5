package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Dataset;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** What is going on, and how the last weeks went; of one dataset, or of all. */
@Controller
class OverviewPage {

  private final Overview overview;
  private final Charts charts;
  private final ConsoleProperties properties;

  OverviewPage(Overview overview, Charts charts, ConsoleProperties properties) {
    this.overview = overview;
    this.charts = charts;
    this.properties = properties;
  }

  @GetMapping("/console")
  String page(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(defaultValue = "") String dataset,
      Model model) {
    List<Dataset.Identity> inView = overview.inView(caller, dataset);
    model.addAttribute("view", overview.view(caller, inView));
    model.addAttribute("charts", charts.columns(numbers(inView)));
    model.addAttribute("dataset", dataset);
    model.addAttribute("refresh", "every " + properties.refresh().toSeconds() + "s, seen");
    return "console/overview";
  }

  /** The part that reloads itself. */
  @GetMapping("/console/overview")
  String now(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(defaultValue = "") String dataset,
      Model model) {
    model.addAttribute("view", overview.view(caller, overview.inView(caller, dataset)));
    return "console/overview-now :: reloaded";
  }

  @GetMapping("/console/charts")
  @ResponseBody
  Charts.Columns charts(
      @AuthenticationPrincipal Caller caller, @RequestParam(defaultValue = "") String dataset) {
    return charts.columns(numbers(overview.inView(caller, dataset)));
  }

  private static List<Integer> numbers(List<Dataset.Identity> datasets) {
    return datasets.stream().map(Dataset.Identity::number).toList();
  }
}
