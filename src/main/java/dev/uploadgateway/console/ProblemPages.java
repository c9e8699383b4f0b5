package dev.uploadgateway.console;

import dev.uploadgateway.database.Outage;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.problem.Undecoded;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/** What people see of a problem: the page that says what went wrong and what they can do. */
@Component
class ProblemPages {

  private static final Logger log = LoggerFactory.getLogger(ProblemPages.class);

  private final ViewResolver views;
  private final Frames frames;

  ProblemPages(@Qualifier("thymeleafViewResolver") ViewResolver views, Frames frames) {
    this.views = views;
    this.frames = frames;
  }

  /** The problem behind an exception. What is a bug is logged here, and told as no more. */
  static Problem problem(Throwable failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (Outage.isBehind(failure)) {
      log.error("The database cannot be reached: {}", Outage.describe(failure));
      return new Problem(
              HttpStatus.SERVICE_UNAVAILABLE,
              "unavailable",
              "The gateway cannot reach its database at the moment. Nothing was changed; what was"
                  + " accepted before is kept. Try again in a minute")
          .withHeader(HttpHeaders.RETRY_AFTER, "5");
    }
    Problem undecoded = Undecoded.behind(failure).orElse(null);
    if (undecoded != null) {
      return undecoded;
    }
    log.error("A page failed", failure);
    return new Problem(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "The gateway failed, and its log says why. Who runs it finds the entry by the request id"
            + " below");
  }

  /** From within a controller, where the frame is built already or must not be. */
  ModelAndView page(Problem problem, @Nullable Frame frame, HttpServletResponse response) {
    ModelAndView page = new ModelAndView("console/problem", problem.status());
    page.addObject("title", title(problem.status()));
    page.addObject("detail", problem.detail());
    page.addObject("request", response.getHeader("X-Request-Id"));
    page.addObject("frame", frame == null ? Frame.NOBODY : frame);
    String retryAfter = problem.header(HttpHeaders.RETRY_AFTER);
    if (retryAfter != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, retryAfter);
    }
    return page;
  }

  /** From a filter, before any controller is asked. */
  void render(Problem problem, HttpServletRequest request, HttpServletResponse response) {
    render(problem, frames.frame(request), request, response);
  }

  /** The same without a frame, for which the database would have to be asked. */
  void renderAlone(Problem problem, HttpServletRequest request, HttpServletResponse response) {
    render(problem, Frame.NOBODY, request, response);
  }

  /**
   * Leads on from what another site began. A redirect would still be that site's request, which the
   * session's cookie takes no part in; a page of our own asks anew.
   */
  void renderWayOn(String address, HttpServletRequest request, HttpServletResponse response) {
    render("console/way-on", Map.of("address", address, "frame", Frame.NOBODY), request, response);
  }

  private void render(
      Problem problem, Frame frame, HttpServletRequest request, HttpServletResponse response) {
    ModelAndView page = page(problem, frame, response);
    response.setStatus(problem.status().value());
    render("console/problem", page.getModel(), request, response);
  }

  private void render(
      String template,
      Map<String, Object> model,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      View view = views.resolveViewName(template, Locale.ENGLISH);
      if (view == null) {
        throw new IllegalStateException("There is no template " + template);
      }
      view.render(new HashMap<>(model), request, response);
    } catch (Exception e) {
      throw new IllegalStateException("The page of a filter failed", e);
    }
  }

  private static String title(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "There is nothing here";
      case FORBIDDEN -> "You may not do this";
      case SERVICE_UNAVAILABLE -> "Not now";
      case INTERNAL_SERVER_ERROR -> "Something failed";
      case CONFLICT -> "That does not go together";
      default -> "That did not work";
    };
  }
}
