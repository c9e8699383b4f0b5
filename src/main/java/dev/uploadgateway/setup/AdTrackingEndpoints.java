package dev.uploadgateway.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.uploadgateway.dataset.Datasets;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What an ad tracks, over HTTP. */
@RestController
class AdTrackingEndpoints {

  private final AdTracking tracking;
  private final Datasets datasets;

  AdTrackingEndpoints(AdTracking tracking, Datasets datasets) {
    this.tracking = tracking;
    this.datasets = datasets;
  }

  /**
   * @param tracked whether the dataset is among the specs
   * @param changed whether this request put it there
   */
  record Answer(
      String ad, boolean tracked, boolean changed, @JsonProperty("tracking_specs") JsonNode specs) {

    static Answer of(String ad, AdTracking.Tracking tracking) {
      return new Answer(ad, tracking.tracked(), tracking.changed(), tracking.specs());
    }
  }

  @GetMapping("/v1/datasets/{dataset}/ads/{ad}/tracking")
  Answer read(@PathVariable String dataset, @PathVariable String ad) {
    return Answer.of(ad, tracking.read(datasets.get(dataset), ad));
  }

  @PostMapping("/v1/datasets/{dataset}/ads/{ad}/tracking")
  Answer track(@PathVariable String dataset, @PathVariable String ad) {
    return Answer.of(ad, tracking.track(datasets.get(dataset), ad));
  }
}
