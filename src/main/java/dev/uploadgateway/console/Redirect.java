package dev.uploadgateway.console;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.view.RedirectView;

/** After a form: to a page that can be loaded again. */
final class Redirect {

  private Redirect() {}

  static RedirectView to(String path) {
    RedirectView redirect = new RedirectView(path);
    redirect.setStatusCode(HttpStatus.SEE_OTHER);
    redirect.setExposeModelAttributes(false);
    redirect.setExpandUriTemplateVariables(false);
    return redirect;
  }
}
