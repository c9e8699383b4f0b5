package dev.uploadgateway.console;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * Puts the frame around the pages of this room, and makes pages of what goes wrong in them: ahead
 * of the problem details that every other path answers with.
 */
@ControllerAdvice(basePackageClasses = PageAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageAdvice {

  private final Frames frames;
  private final ProblemPages pages;

  PageAdvice(Frames frames, ProblemPages pages) {
    this.frames = frames;
    this.pages = pages;
  }

  /** A part of a page, which htmx asks for, has none. */
  @ModelAttribute("frame")
  Frame frame(HttpServletRequest request) {
    return request.getHeader("HX-Request") == null ? frames.frame(request) : Frame.NOBODY;
  }

  @ExceptionHandler
  ModelAndView failed(Exception failure, HttpServletRequest request, HttpServletResponse response) {
    Problem problem = ProblemPages.problem(failure);
    boolean outage = problem.status() == HttpStatus.SERVICE_UNAVAILABLE;
    return pages.page(problem, outage ? null : frames.frame(request), response);
  }
}
