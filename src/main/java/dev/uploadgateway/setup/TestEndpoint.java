package dev.uploadgateway.setup;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/datasets/{dataset}/test}. */
@RestController
class TestEndpoint {

  private final ConnectionTest connection;

  TestEndpoint(ConnectionTest connection) {
    this.connection = connection;
  }

  @PostMapping("/v1/datasets/{dataset}/test")
  ConnectionTest.Result test(@PathVariable String dataset) {
    return connection.test(dataset);
  }
}
