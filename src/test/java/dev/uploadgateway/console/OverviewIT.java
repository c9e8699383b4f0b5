package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta.Meta;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningConsole
class OverviewIT {

  @LocalServerPort int port;
  @Autowired Meta meta;

  private Api api;
  private ConsoleBrowser browser;

  @BeforeEach
  void open() {
    api = new Api(port, Api.ADMIN_KEY);
    browser = ConsoleBrowser.at(port);
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void whatHappensIsSeenWithoutLoadingThePageAgain() {
    api.put("/v1/datasets/801", "{\"name\": \"Tills\", \"access_token\": \"the-token\"}");
    browser.logInAsAdmin().open("/console?dataset=801");
    assertThat(row("Tills")).contains("Events go out", "Delivered in 15 min\n0");
    browser.run("window.untouched = true");

    post("801", "till 3", 12);

    browser.until(
        "12 delivered", () -> row("Tills").contains("Delivered in 15 min\n12") ? true : null);
    browser.untilText("12 in 15 minutes");
    assertThat(browser.run("return window.untouched")).isEqualTo(true);
    assertThat(meta.count("801")).isEqualTo(12);

    browser.open("/console?dataset=801");
    browser.until(
        "the charts", () -> browser.run("return document.documentElement.dataset.charts"));
    assertThat(browser.has(By.cssSelector("[data-chart=events] canvas"))).isTrue();
    browser.find(By.xpath("//figure[1]//summary")).click();
    assertThat(browser.find(By.xpath("//figure[1]//tbody/tr[last()]")).getText()).endsWith("12");
    browser.assertAccessible("overview-of-one");
  }

  @Test
  void aDatasetThatMetaRefusesIsToldInPlainWordsWithTheWayToMendIt() {
    api.put(
        "/v1/datasets/802", "{\"name\": \"Shops in Austria\", \"access_token\": \"expired-1\"}");
    api.put("/v1/datasets/803", "{\"name\": \"No token\"}");
    post("802", "till", 3);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get("/v1/datasets/802").text("blocked_reason").contains("190/463"));

    browser.logInAsAdmin();

    assertThat(row("Shops in Austria"))
        .contains(
            "Meta says the access token has expired (since ", "Replace it here", "Waiting\n3");
    assertThat(row("No token")).contains("It has no access token, so nothing is sent");
    assertThat(browser.find(By.id("summary")).getText()).contains("wait", "need you");
    browser.assertAccessible("overview");
    browser.assertFitsTelephone("overview");

    browser.press("Replace it here");
    assertThat(browser.path()).isEqualTo("/console/datasets/802");
  }

  @Test
  void whoReadsSeesTheirOwnDatasetsAndNothingToChange() {
    api.put("/v1/datasets/804", "{\"name\": \"Mine\"}");
    api.put("/v1/datasets/805", "{\"name\": \"Not mine\"}");

    browser.logIn(Keys.make(api, "read", "804"));

    assertThat(browser.text()).contains("Mine").doesNotContain("Not mine", "Enter one here");
    assertThat(browser.has(By.cssSelector("option[value='805']"))).isFalse();
  }

  @Test
  void aKeyThatIsRevokedWhileItsPageIsOpenLeadsToTheLogin() {
    api.put("/v1/datasets/806", "{}");
    String key = Keys.make(api, "read", "806");
    browser.logIn(key);
    assertThat(browser.heading()).isEqualTo("Overview");

    api.delete("/v1/keys/" + Keys.id(key));

    browser.until("the login", () -> browser.heading().equals("Log in") ? true : null);
  }

  /** What the row of that dataset says. */
  private String row(String label) {
    return browser.find(By.xpath("//ul[@class='rows']/li[.//h3/a[.='" + label + "']]")).getText();
  }

  private void post(String dataset, String tag, int events) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < events; i++) {
      data.append(i == 0 ? "" : ",")
          .append(
              """
              {"event_name": "Purchase", "event_time": %d, "order_id": "%s %d",
               "match_keys": {"email": "a@example.com"}, "currency": "EUR", "value": 5}
              """
                  .formatted(Instant.now().getEpochSecond(), tag, i));
    }
    Api.Answer answer =
        api.post(
            "/v1/datasets/" + dataset + "/events",
            "{\"upload_tag\": \"%s\", \"data\": [%s]}".formatted(tag, data));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }
}
