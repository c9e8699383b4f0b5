package dev.uploadgateway.console;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What is going on. */
@Controller
class OverviewPage {

  @GetMapping("/console")
  String overview() {
    return "console/overview";
  }
}
