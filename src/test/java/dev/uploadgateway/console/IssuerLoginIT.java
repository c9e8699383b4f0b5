package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@RunningConsole
@WithIssuer
class IssuerLoginIT {

  @LocalServerPort int port;
  @Autowired LoopbackIssuer issuer;
  @Autowired JdbcClient sql;

  @BeforeEach
  void twoDatasets() {
    Api api = new Api(port, Api.ADMIN_KEY);
    api.put("/v1/datasets/951", "{\"name\": \"Mine\"}");
    api.put("/v1/datasets/952", "{\"name\": \"Not mine\"}");
    sql.sql("delete from console_session").update();
  }

  @Test
  void whoTheIssuerVouchesForMayDoWhatItSays() {
    issuer.says(
        Map.of(
            "preferred_username", "anna",
            "gateway_scopes", List.of("staff", "read"),
            "gateway_datasets", List.of("951")));
    try (ConsoleBrowser browser = ConsoleBrowser.at(port)) {
      browser.open("/console/datasets/951");
      browser.assertAccessible("login-with-issuer");
      browser.find(By.linkText("Log in at your organisation")).click();
      browser.until(
          "the page of before", () -> browser.path().equals("/console/datasets/951") ? true : null);

      assertThat(browser.text()).contains("Mine", "anna: read").doesNotContain("Not mine");
      assertThat(browser.has(ConsoleBrowser.button("Save the settings"))).isFalse();
      browser.open("/console/datasets/952");
      assertThat(browser.heading()).isEqualTo("You may not do this");
      assertThat(browser.driver().manage().getCookieNamed("console_login")).isNull();
    }
    assertThat(attributes()).containsExactlyInAnyOrder("oidc:anna", "read", "951");
  }

  @Test
  void oneWhoAdministersEverythingIsSoByScopesInAText() {
    issuer.says(Map.of("gateway_scopes", "admin", "gateway_datasets", "*"));
    Http browser = new Http(port);

    HttpResponse<String> in = goThere(browser, "");

    assertThat(in.statusCode()).isEqualTo(200);
    assertThat(in.body()).contains("0;url=/console\"");
    assertThat(browser.get("/console").body()).contains("4711: admin", "Not mine");
  }

  @Test
  void whoIsGivenNothingGetsNothing() {
    for (Map<String, Object> claims :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("gateway_scopes", "read"),
            Map.of("gateway_datasets", "*"),
            Map.of("gateway_scopes", "staff", "gateway_datasets", "*"))) {
      issuer.says(claims);

      HttpResponse<String> refused = goThere(new Http(port), "");

      assertThat(refused.statusCode()).as(claims.toString()).isEqualTo(403);
      assertThat(refused.body()).contains("You are known, but may do nothing here");
    }
    assertThat(attributes()).isEmpty();
  }

  @Test
  void aTokenThatTheIssuerDidNotSignOpensNothing() {
    issuer.isForged(Map.of("gateway_scopes", "admin", "gateway_datasets", "*"));

    HttpResponse<String> refused = goThere(new Http(port), "");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("did not come to an end");
    assertThat(attributes()).isEmpty();
  }

  @Test
  void aWayBackThatThisBrowserDidNotBeginLeadsNowhere() {
    issuer.says(Map.of("gateway_scopes", "admin", "gateway_datasets", "*"));
    String back = pathAndQuery(redirected(new Http(port).get("/console/oidc/start/issuer")));

    assertThat(new Http(port).get(back).statusCode()).isEqualTo(403);
    Http other = new Http(port);
    other.get("/console/oidc/start/issuer");
    assertThat(other.get(back).statusCode()).isEqualTo(403);
    assertThat(attributes()).isEmpty();
  }

  @Test
  void aLoginLeadsToPagesOfTheConsoleOnly() {
    issuer.says(Map.of("gateway_scopes", "read", "gateway_datasets", "*"));

    assertThat(goThere(new Http(port), "?next=//elsewhere.example").body())
        .contains("0;url=/console\"");
    assertThat(goThere(new Http(port), "?next=/console/datasets").body())
        .contains("0;url=/console/datasets\"");
  }

  /** From the gateway to the issuer and back. */
  private HttpResponse<String> goThere(Http browser, String query) {
    return browser.get(pathAndQuery(redirected(browser.get("/console/oidc/start/issuer" + query))));
  }

  private String redirected(HttpResponse<String> start) {
    assertThat(start.statusCode()).isEqualTo(302);
    return Http.location(Http.elsewhere(Http.location(start)));
  }

  private static String pathAndQuery(String url) {
    return url.replaceFirst("https?://[^/]+", "");
  }

  private List<String> attributes() {
    return sql.sql("select convert_from(attribute_bytes, 'utf8') from console_session_attributes")
        .query(String.class)
        .list();
  }
}
