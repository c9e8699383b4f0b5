package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta.Meta;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RunningConsole
class UploadPagesIT {

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
  void uploadsAreSearchedAndSortedByTheirColumns() {
    api.put("/v1/datasets/911", "{\"name\": \"Shops\", \"access_token\": \"the-token\"}");
    browser.logInAsAdmin().open("/console/datasets/911/uploads");
    assertThat(browser.text()).contains("Nothing was uploaded yet");
    browser.assertAccessible("uploads-empty");

    api.post("/v1/datasets/911/events", Till.body("Linz, week 48", "linz", 0, 3, "1234.5"));
    api.post("/v1/datasets/911/events", Till.body("Graz, week 48", "graz", 0, 12, "20"));
    api.post("/v1/datasets/911/events", Till.body("Graz, week 48", "graz", 10, 4, "20"));
    api.post("/v1/datasets/911/events", Till.body("Wien & Umgebung", "wien", 0, 1, "5"));
    delivered("911", 3 + 14 + 1);

    browser.press("Uploads");
    assertThat(browser.text()).contains("All delivered", "EUR 3,703.50", "EUR 280.00");
    assertThat(row("Graz, week 48"))
        .startsWith("Graz, week 48 All delivered")
        .contains(" 14 0 14 0 0 2 0 ");
    browser.assertAccessible("uploads");
    browser.assertFitsTelephone("uploads");

    browser.press("Accepted");
    assertThat(tags()).containsExactly("Graz, week 48", "Linz, week 48", "Wien & Umgebung");
    assertThat(sorted()).isEqualTo("Accepted descending");
    browser.tabTo(By.linkText("Accepted")).sendKeys(org.openqa.selenium.Keys.ENTER);
    browser.until("turned round", () -> sorted().endsWith(" ascending") ? true : null);
    assertThat(tags()).containsExactly("Wien & Umgebung", "Linz, week 48", "Graz, week 48");

    browser.type("search", "WEEK");
    browser.press("Search");
    assertThat(tags()).as("still in order").containsExactly("Linz, week 48", "Graz, week 48");
    browser.type("search", "& <b>");
    browser.press("Search");
    assertThat(browser.text()).contains("No upload tag holds & <b>");
    browser.press("Show all");
    assertThat(tags()).hasSize(3);
  }

  @Test
  void aLongListGoesOnOnFurtherPages() {
    api.put("/v1/datasets/912", "{}");
    for (int i = 0; i < 60; i++) {
      api.post("/v1/datasets/912/events", Till.body("tag " + i, "t" + i, 0, 1, "1"));
    }
    browser.logInAsAdmin().open("/console/datasets/912/uploads");
    assertThat(tags()).hasSize(50);

    browser.press("Next page");
    assertThat(tags()).hasSize(10);
    assertThat(browser.has(ConsoleBrowser.button("Next page"))).isFalse();
    browser.press("First page");
    assertThat(tags()).hasSize(50);
  }

  @Test
  void anUploadTellsItsCallsItsErrorsAndWhatIsInQuarantine() {
    api.put("/v1/datasets/913", "{\"name\": \"Tills\", \"access_token\": \"the-token\"}");
    meta.fault("{\"kind\": \"invalid_event\", \"order_id\": \"bad-1\", \"dataset\": \"913\"}");
    api.post("/v1/datasets/913/events", Till.body("till 3", "good", 0, 2, "10"));
    api.post("/v1/datasets/913/events", Till.body("till 3", "bad", 1, 1, "99.90"));
    await().atMost(PATIENCE).until(() -> upload("913").path("quarantined_entries").asInt() == 1);
    delivered("913", 2);

    browser.logIn(Keys.make(api, "read", "913"));
    browser.press("Uploads");
    assertThat(row("till 3")).contains("1 waits for a decision");
    browser.press("till 3");

    assertThat(browser.heading()).isEqualTo("till 3");
    assertThat(browser.text())
        .contains(
            "1 waits for a decision",
            "EUR 119.90",
            "In quarantine",
            "What went wrong with calls",
            "an event was ordered to be invalid");
    WebElement calls = browser.find(By.xpath("//section[h2='Calls to Meta']//tbody"));
    assertThat(calls.getText()).contains("Accepted", "Refused", "Error 100/", "A");
    assertThat(calls.findElements(By.tagName("code"))).isNotEmpty();
    browser.assertAccessible("upload");
    browser.assertFitsTelephone("upload");

    assertThat(browser.open("/console/datasets/913/uploads/999999").heading())
        .isEqualTo("There is nothing here");
  }

  private void delivered(String dataset, int events) {
    await().atMost(PATIENCE).until(() -> meta.count(dataset) == events);
    await().atMost(PATIENCE).until(() -> pending(dataset) == 0);
  }

  private long pending(String dataset) {
    return api.get("/v1/datasets/" + dataset + "/uploads")
        .json()
        .path("data")
        .valueStream()
        .mapToLong(upload -> upload.path("pending_entries").asLong())
        .sum();
  }

  private JsonNode upload(String dataset) {
    return api.get("/v1/datasets/" + dataset + "/uploads").json().at("/data/0");
  }

  private String row(String tag) {
    return browser
        .find(By.xpath("//tbody/tr[th/a[.='" + tag + "']]"))
        .getText()
        .replaceAll("\\s+", " ");
  }

  private List<String> tags() {
    return browser.driver().findElements(By.cssSelector("tbody th a")).stream()
        .map(WebElement::getText)
        .toList();
  }

  private String sorted() {
    WebElement header = browser.find(By.cssSelector("th[aria-sort]"));
    return header.getText() + " " + header.getDomAttribute("aria-sort");
  }
}
