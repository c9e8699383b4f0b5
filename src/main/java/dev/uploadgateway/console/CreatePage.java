package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Credentials;
import dev.uploadgateway.dataset.NewDataset;
import dev.uploadgateway.dataset.Secret;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.setup.EventSets;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The first step of Meta's set-up: a dataset that is created there, and known here at once. */
@Controller
class CreatePage {

  private static final String VIEW = "console/create-dataset";

  private final EventSets eventSets;

  CreatePage(EventSets eventSets) {
    this.eventSets = eventSets;
  }

  @GetMapping("/console/create-dataset")
  String blank(Model model) {
    return form(model, Map.of(), "", "");
  }

  @PostMapping("/console/create-dataset")
  Object create(@RequestParam Map<String, String> form, HttpServletResponse response, Model model) {
    String token = form.getOrDefault("access_token", "").strip();
    if (token.isEmpty()) {
      return again(response, model, form, "access_token", "This is missing");
    }
    try {
      NewDataset wanted =
          new NewDataset(
              form.getOrDefault("name", "").strip(),
              new Credentials(new Secret(token), secret(form.get("app_secret"))),
              Wire.CONVERSIONS_API,
              null);
      String id =
          eventSets
              .create(form.getOrDefault("business", "").strip(), wanted, null)
              .path("id")
              .asString();
      return Redirect.to("/console/datasets/" + id + "/set-up");
    } catch (Problem problem) {
      Object named = problem.members().getOrDefault("field", problem.members().get("parameter"));
      String field = named == null ? "" : named.toString();
      return again(
          response,
          model,
          form,
          field,
          problem.detail().replaceFirst("^(The parameter )?" + field + " (?=\\S)", "This "));
    }
  }

  private static String again(
      HttpServletResponse response,
      Model model,
      Map<String, String> form,
      String field,
      String error) {
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return form(model, form, field, error);
  }

  private static String form(Model model, Map<String, String> form, String field, String error) {
    model.addAttribute("business", form.getOrDefault("business", ""));
    model.addAttribute("name", form.getOrDefault("name", ""));
    model.addAttribute("field", field);
    model.addAttribute("error", error);
    return VIEW;
  }

  private static @Nullable Secret secret(@Nullable String given) {
    return given == null || given.isBlank() ? null : new Secret(given.strip());
  }
}
