package dev.uploadgateway.setup;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/datasets/{dataset}/test}. */
@RestController
class TestEndpoint {

  private final Handshake handshake;

  TestEndpoint(Handshake handshake) {
    this.handshake = handshake;
  }

  @PostMapping("/v1/datasets/{dataset}/test")
  Handshake.Result test(@PathVariable String dataset) {
    return handshake.test(dataset);
  }
}
