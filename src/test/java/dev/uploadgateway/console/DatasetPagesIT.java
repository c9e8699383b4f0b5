package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.Northwind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningConsole
class DatasetPagesIT {

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
  }

  @Test
  void aDatasetIsAddedChangedAndDeleted() {
    browser.logInAsAdmin();
    browser.press("Datasets");
    browser.press("Add a dataset");
    browser.assertAccessible("new-dataset");
    browser.assertFitsTelephone("new-dataset");

    browser.type("id", "901");
    browser.type("name", "Shops in Austria");
    browser.type("access_token", "the-token");
    browser.type("token_expires_at", "2099-01-31");
    browser.type("default_country", "XX");
    browser.press("Add the dataset");

    assertThat(browser.find(By.id("default_country-error")).getText())
        .contains("ISO 3166-1 alpha-2");
    assertThat(browser.find(By.id("name")).getDomProperty("value")).isEqualTo("Shops in Austria");
    assertThat(browser.find(By.id("access_token")).getDomProperty("value")).isEmpty();
    assertThat(api.get("/v1/datasets/901").status()).isEqualTo(404);
    browser.assertAccessible("new-dataset-wrong");

    browser.type("access_token", "the-token");
    browser.type("default_country", "AT");
    new Select(browser.find(By.id("date_order"))).selectByValue("DMY");
    browser.press("Add the dataset");

    assertThat(browser.path()).isEqualTo("/console/datasets/901?done=added");
    Api.Answer added = api.get("/v1/datasets/901");
    assertThat(added.text("name")).isEqualTo("Shops in Austria");
    assertThat(added.text("default_country")).isEqualTo("AT");
    assertThat(added.text("date_order")).isEqualTo("DMY");
    assertThat(added.text("token_expires_at")).isEqualTo("2099-01-31T00:00:00Z");
    assertThat(added.json().path("access_token_set").asBoolean()).isTrue();
    browser.assertAccessible("dataset");
    browser.assertFitsTelephone("dataset");

    browser.type("name", "All shops");
    new Select(browser.find(By.id("hash_external_id"))).selectByValue("false");
    browser.press("Save the settings");

    assertThat(browser.heading()).startsWith("All shops");
    Api.Answer saved = api.get("/v1/datasets/901");
    assertThat(saved.json().path("hash_external_id").asBoolean()).isFalse();
    assertThat(saved.json().path("access_token_set").asBoolean()).as("token stays").isTrue();
    assertThat(saved.text("date_order")).isEqualTo("DMY");

    browser.find(ConsoleBrowser.button("Delete the dataset")).click();
    browser.driver().switchTo().alert().accept();
    browser.until("the list", () -> browser.path().endsWith("?done=deleted") ? true : null);
    assertThat(api.get("/v1/datasets/901").status()).isEqualTo(404);
    browser.assertAccessible("datasets");
    browser.assertFitsTelephone("datasets");
  }

  @Test
  void aDatasetThatABadTokenBlocksIsMendedFromItsPage() {
    api.put("/v1/datasets/902", "{\"name\": \"Tills\", \"access_token\": \"expired-token\"}");
    api.post("/v1/datasets/902/events", Northwind.once().body("northwind"));
    await()
        .atMost(PATIENCE)
        .until(() -> api.get("/v1/datasets/902").text("blocked_reason").contains("190/463"));
    browser.logInAsAdmin().open("/console/datasets/902");
    assertThat(browser.text()).contains("Meta says the access token has expired (since ");

    browser.press("Test the connection");
    assertThat(browser.text()).contains("The test failed.", "190/463", "trace A");
    browser.assertAccessible("dataset-blocked");

    browser.type("access_token", "a-token-that-is-good");
    browser.press("Save the settings");
    browser.press("Test the connection");

    assertThat(browser.text())
        .contains("Meta shows the dataset under the name Sandbox dataset 902");
    assertThat(browser.text()).contains("Events go out");
    await().atMost(PATIENCE).until(() -> meta.count("902") == 830);
    browser.press("Delete the dataset", true);
    assertThat(browser.text()).contains("The dataset has uploads or files, and cannot be deleted");
  }

  @Test
  void aTestEventIsSentOnceItCannotBeTakenForASale() {
    api.put("/v1/datasets/903", "{\"access_token\": \"the-token\"}");
    browser.logInAsAdmin().open("/console/datasets/903");
    assertThat(browser.has(ConsoleBrowser.button("Send a test event"))).isFalse();
    assertThat(browser.text()).contains("save a test event code first");

    browser.type("test_event_code", "TEST123");
    browser.press("Save the settings");
    browser.press("Send a test event");

    assertThat(browser.text()).contains("A test event is accepted");
    await().atMost(PATIENCE).until(() -> meta.count("903") == 1);
  }

  @Test
  void whoOnlyReadsSeesTheSettingsAndCanPressNothing() {
    api.put(
        "/v1/datasets/904",
        "{\"access_token\": \"the-token\", \"test_event_code\": \"TEST1\", \"default_country\": \"AT\"}");
    browser.logIn(Keys.make(api, "read", "904")).open("/console/datasets/904");

    assertThat(browser.text()).contains("Default country", "AT", "Access token", "set");
    assertThat(
            browser.driver().findElements(By.cssSelector("main button, main input, main select")))
        .isEmpty();
    browser.assertAccessible("dataset-read-only");
  }

  @Test
  void theStepsOfTheSetUpAreTakenFromOnePage() {
    browser.logInAsAdmin().open("/console/datasets");
    browser.press("Create one at Meta");
    browser.assertAccessible("create-dataset");
    browser.assertFitsTelephone("create-dataset");
    browser.type("business", "100");
    browser.type("name", "Superbowl");
    browser.type("access_token", "expired-token");
    browser.press("Create the dataset");
    assertThat(browser.find(By.cssSelector(".note.bad")).getText()).contains("190/463");
    browser.type("business", "100");
    browser.type("name", "Superbowl");
    browser.type("access_token", "the-token");
    browser.press("Create the dataset");
    assertThat(browser.heading()).isEqualTo("Set-up of Superbowl");
    String id = browser.path().split("/")[3];
    api.post("/v1/datasets/" + id + "/agencies", "{\"business\": \"200\"}");
    meta.ad(
        "{\"id\": \"9900\", \"account_id\": \"5500\", \"tracking_specs\": [{\"action.type\": [\"post_engagement\"], \"page\": [\"77\"]}]}");
    browser.open("/console/datasets/" + id + "/set-up");
    assertThat(browser.text()).contains("Not checked yet", "There were none in the last week");
    browser.assertAccessible("set-up");
    browser.assertFitsTelephone("set-up");

    browser.press("Check at Meta");
    assertThat(browser.text()).contains("Done: Meta shows it");

    browser.type("account", "5500");
    browser.type("account-business", "300");
    browser.press("Assign");
    assertThat(browser.find(By.cssSelector(".error")).getText()).isNotEmpty();
    browser.type("account-business", "200");
    browser.press("Assign");
    assertThat(browser.text()).contains("for these ad accounts of the business").contains("5500");

    browser.type("track-ad", "9900");
    browser.press("Track");
    assertThat(browser.text()).contains("Done: the ad tracks it now");
    browser.assertAccessible("set-up-done");

    api.post("/v1/datasets/" + id + "/events", Northwind.once().body("northwind"));
    await().atMost(PATIENCE).until(() -> meta.count(id) == 830);
    browser.open("/console/datasets/" + id + "/set-up");
    browser.untilText("Done: Meta took events in the last week");
  }
}
