package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.uploadgateway.Api;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A person at a browser, before the console of a gateway at that port. Where there is no browser a
 * test is skipped and says which package to install; under CI it fails instead.
 *
 * <p>One browser serves all tests, as its start takes longer than many of them: each gets a tab of
 * its own, and leaves neither cookies nor anything else behind.
 */
public final class ConsoleBrowser implements AutoCloseable {

  /** A screen of a desk, and the narrowest telephone. */
  public static final Dimension DESK = new Dimension(1280, 900);

  public static final Dimension TELEPHONE = new Dimension(360, 740);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AXE_TIME = Duration.ofMinutes(2);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Nobody's at the moment. */
  private static @Nullable ChromeDriver idle;

  private final ChromeDriver driver;
  private final int port;

  private ConsoleBrowser(ChromeDriver driver, int port) {
    this.driver = driver;
    this.port = port;
  }

  public static synchronized ConsoleBrowser at(int port) {
    ChromeDriver driver = idle == null ? start() : idle;
    idle = null;
    return new ConsoleBrowser(driver, port);
  }

  private static ChromeDriver start() {
    File browser = program("chromium.binary", "/usr/bin/chromium", "/usr/bin/chromium-browser");
    File control = program("chromedriver.binary", "/usr/bin/chromedriver");
    if (browser == null || control == null) {
      String missing =
          "There is no browser for the console's tests: apt-get install chromium chromium-driver";
      assertThat(isCi()).as(missing).isFalse();
      assumeTrue(false, missing);
    }
    ChromeOptions options =
        new ChromeOptions()
            .setBinary(browser)
            .addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-gpu",
                "--hide-scrollbars",
                "--lang=en",
                "--window-size=%d,%d".formatted(DESK.width, DESK.height));
    // on a busy machine axe takes longer than a script may by itself
    options.setScriptTimeout(AXE_TIME);
    ChromeDriver driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(control).build(), options);
    Runtime.getRuntime().addShutdownHook(new Thread(driver::quit));
    return driver;
  }

  private static boolean isCi() {
    return "true".equalsIgnoreCase(System.getenv("CI")) || Boolean.getBoolean("ci");
  }

  private static File program(String property, String... usual) {
    return Stream.concat(Stream.ofNullable(System.getProperty(property)), Stream.of(usual))
        .map(File::new)
        .filter(File::canExecute)
        .findFirst()
        .orElse(null);
  }

  public ChromeDriver driver() {
    return driver;
  }

  public ConsoleBrowser open(String path) {
    driver.get("http://localhost:" + port + path);
    return this;
  }

  /** Logs in from wherever the browser is. */
  public ConsoleBrowser logIn(String key) {
    open("/console/login");
    type("key", key);
    press("Log in");
    return this;
  }

  public ConsoleBrowser logInAsAdmin() {
    return logIn(Api.ADMIN_KEY);
  }

  /** The path and query of the page in view. */
  public String path() {
    return driver.getCurrentUrl().replaceFirst("https?://[^/]+", "");
  }

  public String heading() {
    return find(By.tagName("h1")).getText();
  }

  /** All that a reader of the page sees. */
  public String text() {
    return find(By.tagName("body")).getText();
  }

  /** Once it is there. */
  public WebElement find(By what) {
    return until(
        "there is " + what, () -> driver.findElements(what).stream().findFirst().orElse(null));
  }

  public boolean has(By what) {
    return !driver.findElements(what).isEmpty();
  }

  /** Replaces what is in the field of that id. */
  public void type(String id, String text) {
    WebElement field = find(By.id(id));
    field.clear();
    field.sendKeys(text);
  }

  /**
   * Presses the button or follows the link of that name, and waits for the page that it leads to.
   */
  public void press(String name) {
    press(name, false);
  }

  /**
   * @param confirmed whether the browser asks first, and is told yes
   */
  public void press(String name, boolean confirmed) {
    run("window.pageBefore = true");
    until("the button " + name, () -> click(button(name)));
    if (confirmed) {
      driver.switchTo().alert().accept();
    }
    until(
        "another page after " + name,
        () -> run("return !window.pageBefore && document.readyState === 'complete'"));
  }

  /** At once, as a part of the page that keeps itself fresh may be replaced in between. */
  private boolean click(By what) {
    driver.findElement(what).click();
    return true;
  }

  /** The button or link of that name. */
  public static By button(String name) {
    return By.xpath("//*[self::button or self::a][normalize-space(.)='%s']".formatted(name));
  }

  /** Presses keys where the focus is. */
  public void keys(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Presses Tab until that is in focus, as who has no mouse does. */
  public WebElement tabTo(By what) {
    for (int presses = 0; presses < 60; presses++) {
      WebElement focused = driver.switchTo().activeElement();
      if (driver.findElements(what).contains(focused)) {
        return focused;
      }
      focused.sendKeys(Keys.TAB);
    }
    throw new AssertionError("No way by keyboard to " + what + " at " + path());
  }

  public Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /**
   * What the function gives, once it is neither null nor false. While a page gives way to another
   * the driver fails in ways of its own, which count as nothing yet.
   */
  public <T> T until(String what, Supplier<T> function) {
    return new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> what + " at " + path())
        .ignoring(WebDriverException.class)
        .until(ignored -> function.get());
  }

  public void untilText(String text) {
    until("the text \"" + text + "\"", () -> text().contains(text) ? Boolean.TRUE : null);
  }

  public ConsoleBrowser size(Dimension size) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", size.width, "height", size.height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  /**
   * @param scheme {@code light} or {@code dark}
   */
  public ConsoleBrowser scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    return this;
  }

  /**
   * Fails where the page, light or dark, keeps somebody from using it: on axe's findings that are
   * serious or critical. Leaves pictures of both in {@code target/screenshots}.
   */
  public void assertAccessible(String page) {
    for (String scheme : List.of("light", "dark")) {
      scheme(scheme);
      screenshot(page, scheme);
      assertThat(findings()).as("%s at %s, %s", page, path(), scheme).isEmpty();
    }
    scheme("light");
  }

  /** Fails where the page must be scrolled sideways on the narrowest telephone. */
  public void assertFitsTelephone(String page) {
    size(TELEPHONE);
    for (String scheme : List.of("dark", "light")) {
      scheme(scheme);
      screenshot(page + "-telephone", scheme);
    }
    assertThat(run("return document.documentElement.scrollWidth"))
        .as("width of %s", path())
        .isEqualTo((long) TELEPHONE.width);
    size(DESK);
  }

  public void screenshot(String page, String scheme) {
    Number height = (Number) run("return document.documentElement.scrollHeight");
    Number width = (Number) run("return window.innerWidth");
    size(new Dimension(width.intValue(), Math.clamp(height.longValue(), 600, 6_000)));
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(
          SCREENSHOTS.resolve(page + "-" + scheme + ".png"),
          driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private List<String> findings() {
    run(axe());
    Object findings =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(
              results => done(results.violations
                .filter(found => ['serious', 'critical'].includes(found.impact))
                .flatMap(found => found.nodes.map(node =>
                  found.id + ': ' + node.target + ' ' + node.failureSummary))),
              failure => done(['axe failed: ' + failure]));
            """);
    return (List<String>) findings;
  }

  private static String axe() {
    try (InputStream script = ConsoleBrowser.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      forget();
      keep(driver);
    } catch (WebDriverException e) {
      driver.quit(); // in a state of its own, as with a question that nobody has answered
    }
  }

  private static synchronized void keep(ChromeDriver driver) {
    idle = driver;
  }

  /** Leaves an empty tab, in a browser that has been nowhere. */
  private void forget() {
    String before = driver.getWindowHandle();
    String after = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
    driver.switchTo().window(before).close();
    driver.switchTo().window(after);
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    driver.executeCdpCommand(
        "Storage.clearDataForOrigin",
        Map.of("origin", "http://localhost:" + port, "storageTypes", "all"));
    driver.executeCdpCommand("Browser.setDownloadBehavior", Map.of("behavior", "default"));
  }
}
