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

@RunningConsole
class ReceiptPageIT {

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
  void theLifeOfAReceiptIsToldWithItsTimesAndCalls() {
    api.put("/v1/datasets/921", "{\"name\": \"Tills\", \"access_token\": \"the-token\"}");
    meta.fault("{\"kind\": \"error\", \"code\": 2, \"http_status\": 503, \"dataset\": \"921\"}");
    api.post("/v1/datasets/921/events", Till.body("till 3", "2026/11", 1, 1, "129.9"));
    await().atMost(PATIENCE).until(() -> meta.count("921") == 1);
    await()
        .atMost(PATIENCE)
        .until(() ->
            api.get("/v1/datasets/921/events?order_id=2026/11-1")
                .json()
                .at("/data/0/state")
                .asString()
                .equals("delivered"));
    browser.logIn(Keys.make(api, "read", "921"));
    browser.press("Receipt search");
    browser.assertAccessible("receipts");

    browser.type("order_id", " 2026/11-1 ");
    browser.press("Search");

    assertThat(browser.text())
        .contains(
            "1 event: 1 delivered",
            "Delivered to Meta",
            "destroyed when Meta took it",
            "Sent in a call of 1 event: Failed, to be tried again",
            "Error 2",
            "Sent in a call of 1 event: Accepted",
            "For Meta's support: trace A");
    assertThat(browser.find(By.cssSelector(".life")).getText())
        .matches("(?s)\\d{1,2} \\p{Alpha}{3} \\d{4}, [0-9:]{8} UTC\nReceived\n.*\nDelivered");
    browser.assertAccessible("receipt");
    browser.assertFitsTelephone("receipt");

    browser.press("till 3");
    assertThat(browser.heading()).isEqualTo("Uploads");
  }

  @Test
  void whatWaitsIsToldWithWhatItWaitsFor() {
    api.put("/v1/datasets/922", "{\"name\": \"Blocked\", \"access_token\": \"expired-token\"}");
    api.post("/v1/datasets/922/events", Till.body("till", "late", 1, 1, "10"));
    await()
        .atMost(PATIENCE)
        .until(() -> api.get("/v1/datasets/922").text("blocked_reason").contains("190/463"));

    browser.logInAsAdmin().open("/console/datasets/922/receipts?order_id=late-1");

    assertThat(browser.text())
        .contains(
            "Nothing of this dataset is sent at the moment",
            "190/463",
            "Purchase, EUR 10.00, of ",
            "Waiting to be sent",
            "Meta takes it until");
    browser.assertAccessible("receipt-waiting");
    browser.press("See to it");
    assertThat(browser.path()).isEqualTo("/console/datasets/922");
  }

  @Test
  void anOrderThatIsNotThereIsExplainedAndFoundInAnotherDataset() {
    api.put("/v1/datasets/923", "{\"name\": \"Here\"}");
    api.put("/v1/datasets/924", "{\"name\": \"There\"}");
    api.post("/v1/datasets/924/events", Till.body("till", "lost", 1, 1, "10"));

    browser.logInAsAdmin().open("/console/datasets/923/receipts?order_id=lost-1");
    assertThat(browser.text())
        .contains("No order lost-1 is known here", "It is in another dataset");
    browser.assertAccessible("receipt-unknown");
    browser.press("There (924)");
    assertThat(browser.text()).contains("1 event: 1 waiting");

    Http reader = new Http(port).logIn(Keys.make(api, "read", "923"));
    assertThat(reader.get("/console/datasets/923/receipts?order_id=lost-1").body())
        .contains("63 days", "that your key may not read")
        .doesNotContain("There (924)");
  }
}
