package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningConsole
class PageRulesIT {

  @LocalServerPort int port;

  private Api api;

  @BeforeEach
  void aDatasetOfOnesOwnAndAForeignOne() {
    api = new Api(port, Api.ADMIN_KEY);
    api.put("/v1/datasets/own", "{}");
    api.put("/v1/datasets/foreign", "{}");
  }

  /**
   * The columns of keys: what a session of a key with that scope, for the dataset "own", is
   * answered; the last is of a key that reads, and administers, another dataset. 303 is the way to
   * the login, or after a form.
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "pages.csv", numLinesToSkip = 1)
  void everyPageTakesItsScopeAndItsDataset(
      String method, String path, int none, int write, int read, int admin, int foreign) {
    Http nobody = new Http(port);
    nobody.get("/console/login");
    assertThat(nobody.call(method, path).statusCode()).as("nobody").isEqualTo(none);
    assertThat(expired(method, path)).as("expired key").isEqualTo(none);
    assertThat(answer(method, path, "write", "own")).as("write").isEqualTo(write);
    assertThat(answer(method, path, "read", "own")).as("read").isEqualTo(read);
    assertThat(answer(method, path, "admin", "own")).as("admin").isEqualTo(admin);
    assertThat(answer(method, path, "admin", "foreign")).as("foreign").isEqualTo(foreign);
  }

  /** Of a session whose key has expired since: it is nobody's. */
  private int expired(String method, String path) {
    String key = Keys.make(api, "admin", "own");
    Http browser = new Http(port).logIn(key);
    api.post("/v1/keys/" + Keys.id(key) + "/rotate", "{\"overlap\": \"PT0S\"}");
    browser.get("/console/login");
    return browser.call(method, path).statusCode();
  }

  private int answer(String method, String path, String scope, String dataset) {
    Http browser = new Http(port).logIn(Keys.make(api, scope, dataset));
    browser.get("/console/nothing");
    return browser.call(method, path).statusCode();
  }
}
