package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Logins;
import dev.uploadgateway.dataset.Recognition;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.view.RedirectView;

/** In with a key, and out again. */
@Controller
class LoginPage {

  private static final Logger log = LoggerFactory.getLogger(LoginPage.class);

  private static final String VIEW = "console/login";

  private final Logins logins;
  private final Visit visit;
  private final FailedLogins failed;
  private final IssuerLogin issuer;
  private final LoginAudit audit;

  LoginPage(Logins logins, Visit visit, FailedLogins failed, IssuerLogin issuer, LoginAudit audit) {
    this.issuer = issuer;
    this.logins = logins;
    this.visit = visit;
    this.failed = failed;
    this.audit = audit;
  }

  @GetMapping("/console/login")
  Object form(@RequestParam(defaultValue = "") String next, Model model) {
    Caller caller = Frames.caller();
    if (caller != null) {
      return Redirect.to(home(caller, next));
    }
    return page(model, next);
  }

  @PostMapping("/console/login")
  Object logIn(
      @RequestParam(defaultValue = "") String key,
      @RequestParam(defaultValue = "") String next,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    String address = request.getRemoteAddr();
    Optional<Duration> wait = failed.wait(address);
    if (wait.isPresent()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.get().toSeconds()));
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      return again(
          model,
          next,
          "Too many keys were wrong. Wait %d minutes, then try again"
              .formatted(wait.get().toMinutes()));
    }
    return switch (logins.recognise(key)) {
      case Recognition.Known(Caller caller) -> {
        audit.loggedIn(caller);
        visit.begin(request, caller);
        log.info("login key={}", caller.keyId());
        yield Redirect.to(home(caller, next));
      }
      case Recognition.Expired() ->
          refused(address, response, model, next, "This key has expired. Ask for a new one");
      case Recognition.Unknown() ->
          refused(
              address,
              response,
              model,
              next,
              key.isBlank() ? "Type or paste your key" : "There is no such key");
    };
  }

  @PostMapping("/console/logout")
  RedirectView logOut(HttpServletRequest request) {
    visit.end(request);
    return Redirect.to("/console/login");
  }

  private String refused(
      String address, HttpServletResponse response, Model model, String next, String why) {
    failed.count(address);
    audit.refused();
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return again(model, next, why);
  }

  private String again(Model model, String next, String why) {
    model.addAttribute("error", why);
    return page(model, next);
  }

  private String page(Model model, String next) {
    model.addAttribute("next", next);
    model.addAttribute("issuer", issuer.address());
    return VIEW;
  }

  /**
   * Where somebody wanted to go, if that is a page of the console; else the first one that their
   * key opens.
   */
  static String home(Caller caller, String next) {
    boolean login = next.startsWith("/console/login") || next.startsWith("/console/logout");
    if (!login && next.matches("/console(?:[/?][A-Za-z0-9/_?=&%.:+-]*)?") && !next.contains("//")) {
      return next;
    }
    return Arrays.stream(Navigation.values())
        .filter(entry -> entry.isShownTo(caller) && !entry.isOfDataset())
        .findFirst()
        .map(entry -> entry.address(null))
        // where the header has what there is for a key that reads nothing
        .orElse("/console");
  }
}
