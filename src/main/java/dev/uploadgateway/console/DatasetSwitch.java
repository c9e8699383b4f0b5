package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import java.util.Arrays;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.view.RedirectView;

/** The choice of a dataset in the header: to the same page of another one. */
@Controller
class DatasetSwitch {

  /**
   * @param dataset empty for all of them
   * @param page the {@link Navigation} that somebody is at; anything else goes to the overview
   */
  @GetMapping("/console/switch")
  RedirectView switchTo(
      @RequestParam(defaultValue = "") String dataset,
      @RequestParam(defaultValue = "") String page) {
    Caller caller = Frames.caller();
    Navigation entry =
        Arrays.stream(Navigation.values())
            .filter(known -> known.name().equals(page))
            .filter(known -> !dataset.isEmpty() && known.isOfDataset())
            .filter(known -> caller != null && known.isShownTo(caller))
            .findFirst()
            .orElse(Navigation.OVERVIEW);
    return Redirect.to(entry.address(dataset.isEmpty() ? null : dataset));
  }
}
