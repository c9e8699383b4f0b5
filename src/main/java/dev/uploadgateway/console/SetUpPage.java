package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.Scope;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.report.Standings;
import dev.uploadgateway.setup.AdTracking;
import dev.uploadgateway.setup.EventSets;
import dev.uploadgateway.setup.Handshake;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.JsonNode;

/**
 * The way from a new dataset to its first events, in Meta's four steps: create the event set,
 * assign the ad account, set ad tracking, upload. Meta is asked only for what somebody names.
 */
@Controller
class SetUpPage {

  private static final String VIEW = "console/set-up";

  /** The doors of the set-up room. */
  @Component
  record Doors(EventSets eventSets, AdTracking tracking, Handshake handshake) {}

  private final Datasets datasets;
  private final Doors doors;
  private final Standings standings;

  SetUpPage(Datasets datasets, Doors doors, Standings standings) {
    this.datasets = datasets;
    this.doors = doors;
    this.standings = standings;
  }

  /**
   * What is asked about, as it was typed; empty where nothing is.
   *
   * @param business whose ad accounts
   * @param account an ad account
   */
  record Asked(String business, String account, String ad) {

    static final Asked NOTHING = new Asked(null, null, null);

    Asked(@Nullable String business, @Nullable String account, @Nullable String ad) {
      this.business = business == null ? "" : business.strip();
      this.account = account == null ? "" : account.strip();
      this.ad = ad == null ? "" : ad.strip();
    }
  }

  @GetMapping("/console/datasets/{dataset}/set-up")
  String look(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      Asked asked,
      HttpServletResponse response,
      Model model) {
    Dataset shown = datasets.get(dataset);
    if (!asked.business().isEmpty()) {
      attempt(
          model, "business", response, () -> doors.eventSets().accounts(shown, asked.business()));
    }
    if (!asked.ad().isEmpty()) {
      attempt(model, "ad", response, () -> doors.tracking().read(shown, asked.ad()));
    }
    return page(caller, shown, asked, model);
  }

  /** Whether Meta shows the dataset: the first step. */
  @PostMapping("/console/datasets/{dataset}/set-up/check")
  String check(@AuthenticationPrincipal Caller caller, @PathVariable String dataset, Model model) {
    model.addAttribute("tested", doors.handshake().test(dataset));
    return page(caller, datasets.get(dataset), Asked.NOTHING, model);
  }

  @PostMapping("/console/datasets/{dataset}/set-up/account")
  String assign(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      Asked asked,
      HttpServletResponse response,
      Model model) {
    Dataset shown = datasets.get(dataset);
    boolean assigned =
        attempt(
            model,
            "account",
            response,
            () -> doors.eventSets().assign(shown, asked.account(), asked.business()));
    if (assigned) {
      attempt(
          model, "business", response, () -> doors.eventSets().accounts(shown, asked.business()));
    }
    return page(caller, shown, asked, model);
  }

  @PostMapping("/console/datasets/{dataset}/set-up/tracking")
  String track(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      Asked asked,
      HttpServletResponse response,
      Model model) {
    Dataset shown = datasets.get(dataset);
    attempt(model, "ad", response, () -> doors.tracking().track(shown, asked.ad()));
    return page(caller, shown, asked, model);
  }

  private String page(Caller caller, Dataset dataset, Asked asked, Model model) {
    model.addAttribute("id", dataset.id());
    model.addAttribute("label", dataset.name() == null ? dataset.id() : dataset.name());
    model.addAttribute("asked", asked);
    model.addAttribute("mayChange", caller.may(Scope.ADMIN));
    model.addAttribute("hasToken", dataset.credentials().accessToken() != null);
    model.addAttribute("blocked", dataset.reachability().blockedReason());
    model.addAttribute("standing", standings.of(dataset.number()));
    if (model.getAttribute("answer-business") instanceof JsonNode answer) {
      model.addAttribute("accounts", accounts(answer));
    }
    if (model.getAttribute("answer-ad") instanceof AdTracking.Tracking tracking) {
      model.addAttribute("tracking", tracking);
    }
    return VIEW;
  }

  /** Whether it went well; what did not is said beside its step. */
  private static boolean attempt(
      Model model, String step, HttpServletResponse response, Supplier<?> call) {
    try {
      model.addAttribute("answer-" + step, call.get());
      return true;
    } catch (Problem problem) {
      response.setStatus(
          problem.status().is4xxClientError()
              ? HttpStatus.UNPROCESSABLE_CONTENT.value()
              : problem.status().value());
      model.addAttribute("failedStep", step);
      model.addAttribute("failure", problem.detail());
      return false;
    }
  }

  /** Meta's rows, by what they are known by: {@code id}, else {@code account_id}. */
  private static List<String> accounts(JsonNode answer) {
    return answer.path("data").valueStream().map(SetUpPage::account).toList();
  }

  private static String account(JsonNode row) {
    String name = text(row, "name");
    String id = text(row, "id");
    String shown = id == null ? String.valueOf(text(row, "account_id")) : id;
    return name == null ? shown : name + " (" + shown + ")";
  }

  private static @Nullable String text(JsonNode row, String member) {
    return row.hasNonNull(member) ? row.path(member).asString() : null;
  }
}
