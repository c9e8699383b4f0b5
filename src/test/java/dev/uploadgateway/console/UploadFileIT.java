package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.file.Sales;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** A file of a marketer, from the choice of it to the last mended row. */
@RunningConsole
class UploadFileIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired TransactionOperations transactions;
  @TempDir Path folder;

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
  @Timeout(600)
  void fiftyThousandRowsAreUploadedAndTheRefusedOnesMendedAndUploadedAgain() throws IOException {
    int rows = 50_000;
    api.put("/v1/datasets/941", "{\"name\": \"Shops\"}");
    browser.logInAsAdmin().open("/console/datasets/941/upload");
    upload("week 48.csv", Sales.HEADER + Sales.rows(0, rows, 100));
    assertThat(browser.heading()).isEqualTo("week 48.csv");
    assertThat(browser.text()).contains("50,000 rows", "UTF-8, semicolon between cells");
    assertThat(fateOfRow(3)).startsWith("Refused");

    browser.type("constant.event_name", "Purchase");
    browser.press("Show what becomes of it");
    assertThat(fateOfRow(3)).contains("Stored and sent", "Purchase", "EUR 1001.50", "order F1");
    assertThat(fateOfRow(2)).contains("Refused", "Betrag: The cell is not a number");
    browser.type("mapping_name", "weekly");
    browser.press("Save the mapping");
    assertThat(browser.text()).contains("The mapping is saved as weekly");

    long file = file();
    browser.type("upload_tag", "Shops, week 48");
    transactions.executeWithoutResult(status -> {
      long before = holdUpAtTheThirdPiece(file);
      browser.press("Start the upload");
      browser.untilText("%,d of 50,000 rows".formatted(before));
      assertThat(browser.text()).contains("rows a second", "left", "Being worked off");
      browser.assertAccessible("file-running");
      browser.assertFitsTelephone("file-running");
      browser.open(browser.path());
      assertThat(browser.text()).contains("%,d of 50,000 rows".formatted(before));
      assertThat(browser.find(By.tagName("progress")).getDomProperty("value")).isNotEqualTo("0");
    });

    waitFor("Done, with 500 rows to mend");
    assertThat(number("accepted")).isEqualTo("49,500");
    assertThat(number("refused")).isEqualTo("500");
    assertThat(browser.text()).contains("The cell is not a number");
    browser.assertAccessible("file-done");
    browser.assertFitsTelephone("file-done");

    String refused = download("week 48-refused.csv");
    assertThat(refused.lines().findFirst().orElseThrow()).endsWith(";error");
    assertThat(refused).contains("row 2, Betrag: ").doesNotContain("customer");
    browser.press("Upload the mended file");
    upload("week 48-mended.csv", refused.replace("twelve", "12,00"));
    new Select(browser.find(By.id("mapping"))).selectByValue("weekly");
    browser.press("Use it");
    browser.type("upload_tag", "Shops, week 48");
    browser.press("Start the upload");

    waitFor("Done");
    assertThat(number("accepted")).isEqualTo("500");
    assertThat(number("refused")).isEqualTo("0");
    JsonNode upload = api.get("/v1/datasets/941/uploads").json().at("/data/0");
    assertThat(upload.path("valid_entries").asInt()).isEqualTo(rows);
    assertThat(upload.path("duplicate_entries").asInt()).isZero();
    browser.press("Upload a file");
    assertThat(browser.text()).contains("week 48.csv", "week 48-mended.csv", "Done, with 500 rows");
  }

  @Test
  void aFileThatIsNotUnderstoodIsMappedByHandAndNothingEnteredIsLost() throws IOException {
    api.put("/v1/datasets/942", "{}");
    String day = "%1$td/%1$tm/%1$tY".formatted(LocalDate.now().withDayOfMonth(1));
    browser.logInAsAdmin().open("/console/datasets/942/upload");
    browser.assertAccessible("upload-file");
    browser.assertFitsTelephone("upload-file");
    upload(
        "till.csv",
        "Kontakt,Tag,Summe,Art\nanna@example.com,%1$s,\"12,50\",Lead\nberta@example.com,%1$s,\"7,50\",Lead\n"
            .formatted(day));
    assertThat(browser.text())
        .contains("It is not known what the column is", "It has no event name: say one below");
    browser.assertAccessible("file-mapping-unknown");
    browser.assertFitsTelephone("file-mapping-unknown");

    new Select(browser.find(By.id("column.0"))).selectByVisibleText("E-mail address");
    new Select(browser.find(By.id("column.1"))).selectByVisibleText("Date and time");
    new Select(browser.find(By.id("column.3"))).selectByVisibleText("Event name");
    browser.type("constant.currency", "EUR");
    browser.press("Show what becomes of it");
    assertThat(browser.text()).contains("Before it can be started", "the day from the month");

    browser.type("pattern", "not a pattern");
    browser.type("upload_tag", "till");
    browser.press("Start the upload");
    assertThat(browser.find(By.cssSelector(".note.bad")).getText()).contains("patterns with day");
    assertThat(value("upload_tag")).isEqualTo("till");
    assertThat(value("constant.currency")).isEqualTo("EUR");
    assertThat(value("column.0")).isEqualTo("match_keys.email");

    browser.type("pattern", "");
    browser.type("upload_tag", "");
    new Select(browser.find(By.id("dates"))).selectByVisibleText("31/12/2026 23:59, the day first");
    browser.press("Start the upload");
    assertThat(browser.find(By.id("upload_tag-error")).getText())
        .isEqualTo("Give the upload a name");
    browser.assertAccessible("file-mapping-wrong");

    browser.type("upload_tag", "till");
    browser.press("Start the upload");
    waitFor("Done");
    assertThat(number("accepted") + " " + number("duplicate")).isEqualTo("2 0");
  }

  @Test
  void rowsThatAreHereAlreadyAreToldAndNotSent() throws IOException {
    api.put("/v1/datasets/943", "{}");
    String rows = Sales.HEADER.replace("Notiz", "event") + Sales.rows(0, 3, 0);
    String text = rows.replaceAll("(?s)\"a .*?of two lines\"", "Purchase");
    browser.logInAsAdmin().open("/console/datasets/943/upload");
    upload("day.csv", text);
    browser.type("upload_tag", "day");
    browser.press("Start the upload");
    waitFor("Done");
    assertThat(number("accepted")).isEqualTo("3");

    browser.open("/console/datasets/943/upload");
    upload("day.csv", text);
    assertThat(browser.text()).contains("Here already: not sent again");
    browser.assertAccessible("file-mapping");
    browser.assertFitsTelephone("file-mapping");
    browser.type("upload_tag", "day");
    browser.press("Start the upload");
    waitFor("Done");
    assertThat(number("accepted") + " " + number("duplicate")).isEqualTo("0 3");

    browser.press("Delete the file", true);
    assertThat(browser.text()).contains("The file is deleted");
    browser.assertAccessible("upload-file-recent");
    browser.assertFitsTelephone("upload-file-recent");
  }

  @Test
  void aFileIsTakenWithoutScriptAndOnlyFromAFormOfTheConsole() {
    api.put("/v1/datasets/944", "{}");
    Http writer = new Http(port).logIn(Keys.make(api, "admin", "944"));
    writer.get("/console/datasets/944/upload");
    String rows = Sales.HEADER + Sales.rows(0, 20_000, 0);

    assertThat(writer.postFile("/console/datasets/944/upload", "", rows).statusCode())
        .isEqualTo(403);
    assertThat(files("944")).isZero();

    HttpResponse<String> taken =
        writer.postFile("/console/datasets/944/upload", writer.token(), rows);
    assertThat(taken.statusCode()).isEqualTo(303);
    assertThat(Http.location(taken)).matches("/console/datasets/944/upload/\\d+/mapping");
    assertThat(files("944")).isEqualTo(1);

    HttpResponse<String> broken =
        writer.postFile("/console/datasets/944/upload", writer.token(), "x\ny\n\"z");
    assertThat(broken.statusCode()).isEqualTo(422);
    assertThat(broken.body()).contains("line 3");
    assertThat(files("944")).isEqualTo(1);
  }

  @Test
  void whoOnlyReadsSeesWhatBecameOfFilesAndNothingOfTheirRows() throws IOException {
    api.put("/v1/datasets/945", "{}");
    api.call(
        "POST",
        "/v1/datasets/945/files?name=day.csv",
        Sales.HEADER + Sales.rows(0, 3, 1),
        "Content-Type",
        "text/csv");
    browser.logIn(Keys.make(api, "read", "945"));
    browser.press("Upload a file");
    assertThat(browser.has(By.id("file"))).isFalse();
    browser.press("day.csv");
    assertThat(browser.text()).contains("Here, and not started yet").doesNotContain("example.com");
    assertThat(browser.driver().findElements(By.cssSelector("main form"))).isEmpty();
    browser.assertAccessible("file-read-only");
  }

  private void upload(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    browser.find(By.id("file")).sendKeys(file.toAbsolutePath().toString());
    browser.press("Upload the file");
  }

  /** Until the transaction ends; how many rows come before. */
  private long holdUpAtTheThirdPiece(long file) {
    sql.sql(
            "select number from file_piece where file_id = ? and kind = 'rows' and number = 2 for update")
        .param(file)
        .query(Integer.class)
        .single();
    return sql.sql(
            "select sum(rows) from file_piece where file_id = ? and kind = 'rows' and number < 2")
        .param(file)
        .query(Long.class)
        .single();
  }

  private String download(String name) throws IOException {
    browser
        .driver()
        .executeCdpCommand(
            "Browser.setDownloadBehavior",
            Map.of("behavior", "allow", "downloadPath", folder.toAbsolutePath().toString()));
    browser.find(ConsoleBrowser.button("Download the refused rows")).click();
    Path file = folder.resolve(name);
    await().atMost(PATIENCE).until(() -> Files.exists(file) && Files.size(file) > 0);
    return Files.readString(file);
  }

  private void waitFor(String state) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> browser.find(By.cssSelector(".lead .state")).getText().startsWith(state));
  }

  private long file() {
    return Long.parseLong(browser.path().split("/")[5]);
  }

  private int files(String dataset) {
    return api.get("/v1/datasets/" + dataset + "/files").json().path("data").size();
  }

  private String fateOfRow(int number) {
    WebElement row =
        browser.find(By.xpath("//tbody/tr[th[normalize-space(.)='Row " + number + "']]"));
    return row.getText().replaceAll("\\s+", " ").substring((number + " ").length());
  }

  private String number(String id) {
    return browser.find(By.id(id)).getText();
  }

  private String value(String id) {
    return browser.find(By.id(id)).getDomProperty("value");
  }
}
