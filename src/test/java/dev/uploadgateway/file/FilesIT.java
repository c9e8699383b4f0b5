package dev.uploadgateway.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.intake.SheetIntake;
import dev.uploadgateway.seal.Seal;
import dev.uploadgateway.seal.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Files from their arrival to their end, as a person with a spreadsheet sees it. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=1d",
      "gateway.dispatch.poll-interval=1d",
      "gateway.files.max-size=20MB",
      "gateway.files.poll-interval=200ms"
    })
@Import(LocalPostgres.class)
@Timeout(180)
class FilesIT {

  private static final String FILES = "/v1/datasets/files/files";
  private static final String WEEKLY =
      "{\"upload_tag\": \"%s\", \"mapping\": {\"constants\": {\"event_name\": \"Purchase\"}, \"zone\": \"UTC\"}}";

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired Files files;
  @Autowired FileLoop loop;
  @Autowired Work work;
  @Autowired Seal seal;

  private Api api;

  @BeforeEach
  void aDataset() {
    api = new Api(port, Api.ADMIN_KEY);
    assertThat(api.put("/v1/datasets/files", "{}").status()).isLessThan(300);
  }

  @Test
  void refusedRowsComeBackAreMendedAndUploadedAgainAndNothingCountsTwice() {
    int rows = 50_000;
    Api.Answer arrived = upload(Sales.HEADER + Sales.rows(0, rows, 100), "?name=week.csv");
    assertThat(arrived.json().path("rows_total").asInt()).isEqualTo(rows);
    assertThat(piecesOfRows(arrived.json().path("id").asLong())).isGreaterThan(3);

    JsonNode done = run(arrived, "week");

    assertThat(done.path("rows_processed").asInt()).isEqualTo(rows);
    assertThat(done.path("events_accepted").asInt()).isEqualTo(rows - 500);
    assertThat(done.path("events_rejected").asInt()).isEqualTo(500);
    assertThat(done.path("errors").toString()).isEqualTo("{\"cell_not_a_number\":500}");
    assertThat(piecesOfRows(done.path("id").asLong())).isZero();

    String refused = api.get(FILES + "/" + done.path("id").asLong() + "/refused").body();
    assertThat(refused.lines().findFirst().orElseThrow())
        .isEqualTo("\uFEFF" + Sales.HEADER.strip() + ";error");
    assertThat(refused)
        .contains(";marked-100@example.com;Zoë;twelve;EUR;\"a \"\"note\"\";\nof two lines\";")
        .contains(";row 102, Betrag: The cell is not a number as the file writes them")
        .doesNotContain("customer");

    JsonNode again = run(upload(refused.replace("twelve", "12,00"), ""), "week");

    assertThat(again.path("events_accepted").asInt()).isEqualTo(500);
    assertThat(again.path("events_rejected").asInt()).isZero();
    JsonNode uploads = api.get("/v1/datasets/files/uploads?upload_tag=week").json();
    assertThat(uploads.at("/data/0/valid_entries").asInt()).isEqualTo(rows);
    assertThat(
            sql.sql(
                    "select coalesce(sum(b.events), 0) from batch b join upload u on u.dataset = b.dataset and u.id = b.upload_id where u.upload_tag = 'week'")
                .query(Integer.class)
                .single())
        .isEqualTo(rows);

    JsonNode third = run(upload(Sales.HEADER + Sales.rows(0, 1_000, 0), ""), "week");
    assertThat(third.path("events_accepted").asInt()).isZero();
  }

  @Test
  void aFileShowsWhatItIsAndWhatWouldBecomeOfItBeforeItIsStarted() {
    Api.Answer arrived =
        upload(Sales.HEADER + Sales.rows(60_000, 30, 10), "?name=C:%5Cx%5Cday.csv");

    JsonNode file = arrived.json();
    assertThat(arrived.status()).isEqualTo(201);
    assertThat(file.path("name").asString()).isEqualTo("day.csv");
    assertThat(file.path("state").asString()).isEqualTo("ready");
    assertThat(file.path("charset").asString()).isEqualTo("UTF-8");
    assertThat(file.path("delimiter").asString()).isEqualTo(";");
    JsonNode preview = file.path("preview");
    assertThat(preview.at("/sheet/columns/6/known").asBoolean()).isFalse();
    assertThat(preview.at("/sheet/dates/0").asString()).startsWith("d.M.yyyy");
    assertThat(preview.at("/sheet/decimal").asString()).isEqualTo(",");
    assertThat(preview.at("/mapping/columns/Betrag").asString()).isEqualTo("value");
    assertThat(preview.path("rows")).hasSize(20);
    assertThat(preview.at("/rows/1/errors/0/code").asString()).isEqualTo("event_name_missing");

    Api.Answer tried =
        api.post(
            FILES + "/" + file.path("id").asLong() + "/preview",
            "{\"constants\": {\"event_name\": \"Purchase\"}, \"columns\": {\"Notiz\": \"custom_data.note\"}}");
    assertThat(tried.json().at("/rows/0/errors/0/column").asString()).isEqualTo("Betrag");
    assertThat(tried.json().at("/rows/1/errors")).isEmpty();
    assertThat(tried.json().at("/rows/1/event/custom_data/note").asString()).contains("two lines");
    assertThat(tried.body()).contains("\"value\":1001.50");
  }

  @Test
  void whatAFileHoldsIsSealedFromTheMomentItIsStored() {
    upload(Sales.HEADER + Sales.rows(61_000, 20, 2), "");

    assertThat(
            sql.sql(
                    "select count(*) from file_piece where position('marked'::bytea in envelope) > 0 or position('Bestellnummer'::bytea in envelope) > 0")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void aFormIsTakenAsBrowsersSendIt() {
    String body =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"till.csv\"\r\nContent-Type: text/csv\r\n\r\n"
            + Sales.HEADER
            + Sales.rows(62_000, 10, 0)
            + "\r\n--x--\r\n";

    Api.Answer arrived =
        api.call("POST", FILES, body, "Content-Type", "multipart/form-data; boundary=x");

    assertThat(arrived.status()).as(arrived.body()).isEqualTo(201);
    assertThat(arrived.text("name")).isEqualTo("till.csv");
    assertThat(arrived.json().path("rows_total").asInt()).isEqualTo(10);
    assertThat(
            api.call("POST", FILES, "--x--\r\n", "Content-Type", "multipart/form-data; boundary=x")
                .code())
        .isEqualTo("file_missing");
  }

  @Test
  void aNameThatNoFileCanHaveIsRefused() {
    String body =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"till\0.csv\"\r\n\r\na\nb\r\n--x--\r\n";

    Api.Answer refused =
        api.call("POST", FILES, body, "Content-Type", "multipart/form-data; boundary=x");

    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("malformed_form");
  }

  @Test
  void aFormThatEndsBeforeItsFileIsCutOff() {
    String body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filen";

    Api.Answer refused =
        api.call("POST", FILES, body, "Content-Type", "multipart/form-data; boundary=x");

    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("body_cut_off");
  }

  @Test
  void whatCannotBeReadIsRefusedByItsLineAndNothingIsKept() {
    int before = count();

    Api.Answer broken = upload(Sales.HEADER + Sales.rows(63_000, 20_000, 0) + "F;\"x\"y;", "");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.code()).isEqualTo("text_after_quote");
    assertThat(broken.json().path("line").asInt()).isEqualTo(40_002);
    Api.Answer large = upload(Sales.HEADER + Sales.rows(0, 300_000, 0), "");
    assertThat(large.code()).isEqualTo("file_too_large");
    assertThat(upload(Sales.HEADER, "").code()).isEqualTo("data_empty");
    assertThat(upload("x\ny\n", "?charset=EBCDIC").code()).isEqualTo("invalid_parameter");

    assertThat(count()).isEqualTo(before);
  }

  @Test
  void aFileThatIsNotUnderstoodIsNotStarted() {
    Api.Answer arrived = upload("email,event_name,date\na@example.com,Lead,05/06/2026\n", "");
    String file = FILES + "/" + arrived.json().path("id").asLong();

    assertThat(arrived.json().at("/preview/flaws/0/code").asString()).isEqualTo("dates_ambiguous");
    assertThat(api.post(file + "/start", "{\"upload_tag\": \"x\"}").code())
        .isEqualTo("dates_ambiguous");
    assertThat(api.post(file + "/start", "{}").code()).isEqualTo("upload_tag_missing");
    assertThat(api.post(file + "/start", "{\"upload_tag\": \"x\", \"maping\": \"y\"}").code())
        .isEqualTo("unknown_field");
    assertThat(api.post(file + "/start", "{\"upload_tag\": \"x\", \"mapping\": \"none\"}").code())
        .isEqualTo("unknown_mapping");
    assertThat(api.get(file).text("state")).isEqualTo("ready");
  }

  @Test
  void aCancelledFileKeepsWhatWasStoredAndForgetsTheRest() {
    Api.Answer arrived = upload(Sales.HEADER + Sales.rows(90_000, 100, 0), "");
    String file = FILES + "/" + arrived.json().path("id").asLong();

    assertThat(api.post(file + "/cancel", "").text("state")).isEqualTo("cancelled");
    assertThat(api.post(file + "/cancel", "").code()).isEqualTo("file_ended");
    assertThat(api.post(file + "/start", WEEKLY.formatted("x")).code()).isEqualTo("file_started");
    assertThat(api.get(file + "/preview").code()).isEqualTo("file_ended");
    assertThat(api.delete(file).status()).isEqualTo(204);
    assertThat(api.get(file).code()).isEqualTo("unknown_file");
  }

  @Test
  void filesAreListedNewestFirstAndPaged() {
    long first = upload("email,event_name\na@example.com,Lead\n", "").json().path("id").asLong();
    long second = upload("email,event_name\na@example.com,Lead\n", "").json().path("id").asLong();

    JsonNode page = api.get(FILES + "?limit=1").json();
    assertThat(page.at("/data/0/id").asLong()).isEqualTo(second);
    assertThat(
            api.get(FILES + "?limit=1&after=" + page.path("after").asLong())
                .json()
                .at("/data/0/id")
                .asLong())
        .isEqualTo(first);
  }

  @Test
  void whatIsKeptNoLongerIsDeleted() {
    long old = upload("email,event_name\na@example.com,Lead\n", "").json().path("id").asLong();
    long young = upload("email,event_name\na@example.com,Lead\n", "").json().path("id").asLong();
    sql.sql("update file set changed_at = now() - interval '8 days' where id = ?")
        .param(old)
        .update();

    loop.expire();

    assertThat(api.get(FILES + "/" + old).status()).isEqualTo(404);
    assertThat(api.get(FILES + "/" + young).status()).isEqualTo(200);
    assertThat(
            sql.sql("select count(*) from file_piece where file_id = ?")
                .param(old)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void aWorkerWhosePieceLostRowsToAnErasureMeanwhileStoresNothing() {
    long time = Instant.now().getEpochSecond() - 60;
    long file =
        upload(
                "event_time,event_name,email\n%1$d,Lead,gone@example.com\n%1$d,Lead,here@example.com\n"
                    .formatted(time),
                "")
            .json()
            .path("id")
            .asLong();
    int dataset =
        sql.sql("select number from dataset where id = 'files'").query(Integer.class).single();
    Work.Claim claim = new Work.Claim(dataset, file, UUID.randomUUID(), "erased", "{}");
    sql.sql(
            """
            update file set state = 'running', upload_tag = 'erased', mapping = '{}', started_at = now(),
                            due_at = now() + interval '1 hour', lease = ?
            where id = ?
            """)
        .params(claim.lease(), file)
        .update();
    Files.Opened inHand = files.first(dataset, file, Piece.Kind.ROWS).orElseThrow();

    assertThat(
            api.post(
                    "/v1/datasets/files/erasures",
                    "{\"match_keys\": {\"email\": \"gone@example.com\"}}")
                .json()
                .path("rows_erased")
                .asInt())
        .isEqualTo(1);

    SheetIntake.Stored stored = new SheetIntake.Stored(2, 0, Map.of());
    assertThatThrownBy(() -> work.record(claim, inHand, stored, List.of()))
        .isInstanceOf(Work.Lost.class);
    assertThat(files.first(dataset, file, Piece.Kind.ROWS).orElseThrow().rows()).hasSize(1);
    assertThat(api.post(FILES + "/" + file + "/cancel", "").status()).isEqualTo(200);
  }

  @Test
  void aFileWithAPieceOfAnotherReleaseStopsAndSaysSo() {
    long id = upload("email,event_name\na@example.com,Lead\n", "").json().path("id").asLong();
    int dataset =
        sql.sql("select number from dataset where id = 'files'").query(Integer.class).single();
    Sealed other = seal.seal(new byte[] {99}, new Piece(dataset, id, Piece.Kind.ROWS, 0).place());
    sql.sql(
            """
            update file set state = 'running', upload_tag = 'other', mapping = '{}', started_at = now(), due_at = now()
            where id = ?
            """)
        .param(id)
        .update();
    sql.sql(
            "update file_piece set seal_key_id = ?, data_key = ?, envelope = ? where file_id = ? and kind = 'rows'")
        .params(other.keyId(), other.wrappedKey(), other.envelope(), id)
        .update();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !api.get(FILES + "/" + id).text("state").equals("running"));

    Api.Answer file = api.get(FILES + "/" + id);
    assertThat(file.text("state")).isEqualTo("failed");
    assertThat(file.text("failure")).contains("not written by this release");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/preview?mapping=%00", "/preview?mapping=nobody"})
  void aMappingThatThereIsNotIsUnknown(String path) {
    long id = upload("email,event_name\na@example.com,Lead\n", "").json().path("id").asLong();

    Api.Answer answer = api.get(FILES + "/" + id + path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("unknown_mapping");
  }

  private Api.Answer upload(String text, String query) {
    return api.call("POST", FILES + query, text, "Content-Type", "text/csv");
  }

  private JsonNode run(Api.Answer arrived, String tag) {
    assertThat(arrived.status()).as(arrived.body()).isEqualTo(201);
    String file = FILES + "/" + arrived.json().path("id").asLong();
    Api.Answer started = api.post(file + "/start", WEEKLY.formatted(tag));
    assertThat(started.status()).as(started.body()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> !api.get(file).text("state").equals("running"));
    JsonNode ended = api.get(file).json();
    assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("done");
    return ended;
  }

  private int piecesOfRows(long file) {
    return sql.sql("select count(*) from file_piece where kind = 'rows' and file_id = ?")
        .param(file)
        .query(Integer.class)
        .single();
  }

  private int count() {
    return sql.sql("select count(*) from file").query(Integer.class).single();
  }
}
