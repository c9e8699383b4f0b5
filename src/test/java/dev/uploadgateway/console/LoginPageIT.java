package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningConsole
class LoginPageIT {

  @LocalServerPort int port;

  private ConsoleBrowser browser;

  @BeforeEach
  void open() {
    new Api(port, Api.ADMIN_KEY).put("/v1/datasets/1001", "{\"name\": \"Shops in Austria\"}");
    browser = ConsoleBrowser.at(port);
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aWrongKeyIsToldAndTheRightOneLetsIn() {
    browser.open("/console");
    browser.assertAccessible("login");
    browser.assertFitsTelephone("login");

    browser.type("key", "ugw_wrong");
    browser.press("Log in");

    assertThat(browser.find(By.id("key-error")).getText()).isEqualTo("There is no such key");
    assertThat(browser.find(By.id("key")).getDomProperty("value")).isEmpty();
    browser.assertAccessible("login-wrong");

    browser.type("key", Api.ADMIN_KEY);
    browser.press("Log in");
    assertThat(browser.heading()).isEqualTo("Overview");
    browser.press("Log out");
    assertThat(browser.heading()).isEqualTo("Log in");
  }

  @Test
  void whoHasNoMouseLogsInAndGetsAround() {
    browser.open("/console");
    browser.tabTo(By.id("key")).sendKeys(Api.ADMIN_KEY, Keys.ENTER);
    browser.untilText("Overview");

    browser.open("/console");
    browser.keys(Keys.TAB);
    assertThat(browser.driver().switchTo().activeElement().getText())
        .isEqualTo("Skip to the content");
    browser.keys(Keys.ENTER);
    assertThat(browser.driver().switchTo().activeElement().getDomProperty("id")).isEqualTo("main");

    browser.open("/console");
    browser.tabTo(ConsoleBrowser.button("Log out")).sendKeys(Keys.ENTER);
    browser.untilText("Log in");
  }

  @Test
  void aPageThatIsNotThereIsAPageAllTheSame() {
    browser.logInAsAdmin().open("/console/nothing");

    assertThat(browser.heading()).isEqualTo("There is nothing here");
    browser.assertAccessible("not-found");
    browser.assertFitsTelephone("not-found");
  }

  @Test
  void aScriptThatGotIntoAPageDoesNotRun() {
    browser.open("/console/login");

    Object ran =
        ((JavascriptExecutor) browser.driver())
            .executeScript(
                """
                const script = document.createElement('script');
                script.textContent = 'window.intruder = true';
                document.head.append(script);
                return window.intruder === true;
                """);

    assertThat(ran).isEqualTo(false);
  }
}
