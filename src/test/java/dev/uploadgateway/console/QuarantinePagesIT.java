package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta.Meta;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RunningConsole
class QuarantinePagesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
    meta.clearFaults("invalid_event");
  }

  @Test
  void anEventIsCorrectedAndSentAgainAndNothingEnteredIsLostOnAnError() {
    refuse("931", "bad-1");
    browser.logInAsAdmin().open("/console/datasets/931/quarantine");
    assertThat(browser.text())
        .contains("Meta refused them", "an event was ordered to be invalid", "What helps:");
    browser.assertAccessible("quarantine");
    browser.assertFitsTelephone("quarantine");

    browser.press("Show the event");
    browser.assertAccessible("quarantine-events");
    browser.assertFitsTelephone("quarantine-events");
    browser.press("See to it");
    assertThat(value("event_name")).isEqualTo("Purchase");
    assertThat(value("value")).isEqualTo("99.9");
    assertThat(browser.text()).as("nothing of the person").doesNotContain("@example.com");
    assertThat(value("match_keys.email")).isEmpty();
    browser.assertAccessible("quarantine-event");
    browser.assertFitsTelephone("quarantine-event");

    browser.type("order_id", "good-1");
    browser.type("value", "ten");
    browser.type("match_keys.email", "anna.huber@example.com");
    browser.press("Send the corrected event");
    assertThat(browser.text()).contains("Nothing was changed: see what is marked below");
    assertThat(browser.find(By.id("value-error")).getText()).isEqualTo("This is not a number");
    assertThat(value("match_keys.email")).isEqualTo("anna.huber@example.com");
    assertThat(value("order_id")).isEqualTo("good-1");
    browser.assertAccessible("quarantine-event-wrong");

    browser.type("value", "10,50");
    browser.press("Send the corrected event");

    assertThat(browser.text()).contains("The corrected event is stored and on its way to Meta");
    await().atMost(PATIENCE).until(() -> meta.count("931") == 1);
    JsonNode sent = meta.events("931", "till").getFirst().path("event");
    assertThat(sent.at("/custom_data/order_id").asString()).isEqualTo("good-1");
    assertThat(sent.at("/custom_data/value").asDouble()).isEqualTo(10.5);
    browser.open("/console/datasets/931/quarantine");
    assertThat(browser.text()).contains("Nothing waits for a decision");
  }

  @Test
  void aGroupIsReleasedAndDiscardAsksFirst() {
    refuse("932", "bad-1", "bad-2", "bad-3");
    browser.logInAsAdmin().open("/console/datasets/932/quarantine?upload_tag=till");
    assertThat(browser.text()).contains("3 events");

    browser.press("Discard 3 events …");
    assertThat(browser.heading()).isEqualTo("Discard 3 events?");
    browser.assertAccessible("quarantine-discard");
    browser.assertFitsTelephone("quarantine-discard");
    browser.press("Keep them");
    browser.press("Show the events");
    browser.driver().findElements(ConsoleBrowser.button("See to it")).getFirst().click();
    browser.until("the event", () -> browser.heading().startsWith("Event ") ? true : null);
    browser.press("Discard …");
    browser.press("Discard 1 event");
    assertThat(browser.text()).contains("1 event is discarded");

    meta.clearFaults("invalid_event");
    browser.press("Release 2 events");

    assertThat(browser.text()).contains("2 events are on the way to Meta again");
    await().atMost(PATIENCE).until(() -> meta.count("932") == 2);
    JsonNode upload = api.get("/v1/datasets/932/uploads").json().at("/data/0");
    assertThat(upload.path("discarded_entries").asInt()).isEqualTo(1);
    assertThat(upload.path("quarantined_entries").asInt()).isZero();
  }

  @Test
  void whoOnlyReadsSeesWhyAndCanDecideNothing() {
    refuse("933", "bad-1");
    browser.logIn(Keys.make(api, "read", "933"));
    browser.press("Quarantine");
    assertThat(browser.text()).contains("Meta refused them");
    assertThat(browser.has(ConsoleBrowser.button("Release 1 event"))).isFalse();
    browser.press("Show the event");
    browser.press("Look at it");
    assertThat(browser.text()).contains("In quarantine: it waits for a decision");
    assertThat(browser.driver().findElements(By.cssSelector("main form"))).isEmpty();
  }

  @Test
  void noPageDecidesOnAWholeDataset() {
    refuse("934", "bad-1");
    Http writer = new Http(port).logIn(Keys.make(api, "write", "934"));
    writer.get("/console/nothing");

    assertThat(writer.post("/console/datasets/934/quarantine/discard", "").statusCode())
        .isEqualTo(400);
    assertThat(writer.post("/console/datasets/934/quarantine/discard", "reson=x").statusCode())
        .isEqualTo(400);
    assertThat(
            writer
                .post(
                    "/console/datasets/934/quarantine/release",
                    "reason=refused_by_meta&upload_tag=")
                .statusCode())
        .as("a filter that got lost")
        .isEqualTo(400);
    assertThat(quarantined("934")).isEqualTo(1);
  }

  /** Events of the upload "till" that Meta refuses. */
  private void refuse(String dataset, String... orders) {
    api.put("/v1/datasets/" + dataset, "{\"name\": \"Shops\", \"access_token\": \"the-token\"}");
    for (String order : orders) {
      meta.fault(
          "{\"kind\": \"invalid_event\", \"order_id\": \"%s\", \"dataset\": \"%s\"}"
              .formatted(order, dataset));
      api.post(
          "/v1/datasets/" + dataset + "/events",
          "{\"upload_tag\": \"till\", \"data\": [%s]}".formatted(Till.event(order, "99.9")));
    }
    await().atMost(PATIENCE).until(() -> quarantined(dataset) == orders.length);
  }

  private int quarantined(String dataset) {
    return api.get("/v1/datasets/" + dataset + "/uploads")
        .json()
        .at("/data/0/quarantined_entries")
        .asInt();
  }

  private String value(String id) {
    return browser.find(By.id(id)).getDomProperty("value");
  }
}
