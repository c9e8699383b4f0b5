package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@RunningConsole
@ExtendWith(OutputCaptureExtension.class)
class LoginIT {

  @LocalServerPort int port;
  @Autowired JdbcClient sql;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
    api.put("/v1/datasets/own", "{}");
    sql.sql("delete from console_session").update();
  }

  @Test
  void whoLogsInGoesToWhereTheyWantedToGo() {
    Http browser = new Http(port);

    HttpResponse<String> refused = browser.get("/console?dataset=own");
    assertThat(refused.statusCode()).isEqualTo(303);
    String login = refused.headers().firstValue("Location").orElseThrow();
    assertThat(login).isEqualTo("/console/login?next=%2Fconsole%3Fdataset%3Down");
    assertThat(browser.get(login).body()).contains("value=\"/console?dataset=own\"");
    HttpResponse<String> in =
        browser.post("/console/login", "next=/console/nothing?a=b&key=" + Api.ADMIN_KEY);

    assertThat(in.headers().firstValue("Location")).hasValue("/console/nothing?a=b");
    assertThat(browser.get("/console").statusCode()).isEqualTo(200);
    var recorded = api.get("/v1/audit?action=logged_in&limit=1").json().at("/data/0");
    assertThat(recorded.path("who").asString()).isEqualTo("admin key");
  }

  @Test
  void noLinkLeadsAwayFromTheConsole() {
    for (String next :
        new String[] {
          "https://elsewhere.example",
          "//elsewhere.example",
          "/console//elsewhere",
          "/v1/keys",
          "/consolex"
        }) {
      Http browser = new Http(port);
      browser.get("/console/login");
      HttpResponse<String> in =
          browser.post("/console/login", "next=" + next + "&key=" + Api.ADMIN_KEY);
      assertThat(in.headers().firstValue("Location")).as(next).hasValue("/console");
    }
  }

  @Test
  void aWrongKeyIsToldBesideTheFieldAndOpensNothing() {
    Http browser = new Http(port);
    browser.get("/console/login");

    HttpResponse<String> answer = browser.post("/console/login", "key=ugw_wrong");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("There is no such key").doesNotContain("ugw_wrong");
    assertThat(browser.cookie("console_session")).isEmpty();
    assertThat(sessions()).isZero();
  }

  @Test
  void whoTriesManyKeysWaits() {
    Http browser = new Http(port);
    browser.get("/console/login");
    String[] from = {"X-Forwarded-For", "203.0.113.7"};
    int tries = 0;
    HttpResponse<String> answer;
    do {
      answer = browser.post("/console/login", "key=ugw_wrong" + tries++, from);
    } while (answer.statusCode() == 422 && tries < 50);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("300");
    String right = "key=" + Api.ADMIN_KEY;
    assertThat(browser.post("/console/login", right, from).statusCode()).isEqualTo(429);
    assertThat(browser.post("/console/login", right).statusCode()).isEqualTo(303);
    assertThat(tries).isEqualTo(11);
  }

  @Test
  void aLoginThatIsNotRecordedOpensNothing() {
    Http browser = new Http(port);
    browser.get("/console/login");
    sql.sql("alter table audit rename to audit_away").update();
    try {
      assertThat(browser.post("/console/login", "key=" + Api.ADMIN_KEY).statusCode())
          .isEqualTo(500);
    } finally {
      sql.sql("alter table audit_away rename to audit").update();
    }
    assertThat(sessions()).isZero();
  }

  /** What is no session's id is not looked up, and a NUL is no text of PostgreSQL's. */
  @Test
  void aMadeUpCookieIsNobodysSession(CapturedOutput log) {
    for (String cookie : new String[] {"AA==", "bm9ib2R5", "%%%", "\"\""}) {
      Api.Answer answer =
          api.with(null).call("GET", "/console", "", "Cookie", "console_session=" + cookie);

      assertThat(answer.status()).as(cookie).isEqualTo(303);
    }
    assertThat(log.getAll()).doesNotContain(" ERROR ");
  }

  @Test
  void aFormOfAnotherSiteChangesNothing() {
    Http browser = new Http(port).logIn(Api.ADMIN_KEY);

    HttpResponse<String> answer = browser.postWithout("/console/logout", "_csrf=guessed");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(answer.body()).contains("The form was open for too long");
    assertThat(browser.get("/console").statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyThatIsDeletedEndsItsSession() {
    String key = Keys.make(api, "read", "own");
    Http browser = new Http(port).logIn(key);
    assertThat(browser.get("/console").statusCode()).isEqualTo(200);

    api.delete("/v1/keys/" + Keys.id(key));

    assertThat(browser.get("/console").statusCode()).isEqualTo(303);
    assertThat(sessions()).isZero();
  }

  @Test
  void whoLogsOutIsOut() {
    Http browser = new Http(port).logIn(Api.ADMIN_KEY);
    String session = browser.cookie("console_session");
    assertThat(session).isNotEmpty();
    assertThat(browser.get("/console").statusCode()).isEqualTo(200);

    assertThat(browser.post("/console/logout", "").statusCode()).isEqualTo(303);

    assertThat(sessions()).isZero();
    assertThat(new Http(port).get("/console", "Cookie", "console_session=" + session).statusCode())
        .isEqualTo(303);
  }

  @Test
  void theSessionHoldsTheKeysPublicIdAndNothingElse() {
    String key = Keys.make(api, "read", "own");
    new Http(port).logIn(key);

    assertThat(
            sql.sql("select convert_from(attribute_bytes, 'utf8') from console_session_attributes")
                .query(String.class)
                .list())
        .containsExactly(Keys.id(key));
  }

  @Test
  void nobodyButWhoLogsInHasASession() {
    Http browser = new Http(port);
    browser.get("/console/login");
    browser.get("/console");
    browser.get("/console/console.css");
    api.get("/v1/datasets");
    api.get("/v1/keys");

    assertThat(sessions()).isZero();
    assertThat(api.get("/v1/datasets").header("Set-Cookie")).isEmpty();
  }

  @Test
  void cookiesAndPagesKeepToTheConsole() {
    Http browser = new Http(port);
    HttpResponse<String> login = browser.get("/console/login");
    HttpResponse<String> in = browser.post("/console/login", "key=" + Api.ADMIN_KEY);

    assertThat(in.headers().allValues("Set-Cookie"))
        .anyMatch(cookie ->
            cookie.startsWith("console_session=")
                && cookie.contains("Path=/console")
                && cookie.contains("HttpOnly")
                && cookie.contains("SameSite=Strict"));
    assertThat(login.headers().firstValue("Content-Security-Policy").orElseThrow())
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors"
                + " 'none'; base-uri 'none'");
    assertThat(login.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(login.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(login.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
  }

  @Test
  void aPartOfAPageSendsItsReaderToTheLogin() {
    HttpResponse<String> answer = new Http(port).get("/console", "HX-Request", "true");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/console/login");
  }

  @Test
  void noKeyIsWrittenToTheLog(CapturedOutput log) {
    String key = Keys.make(api, "read", "own");
    new Http(port).logIn(key);
    new Http(port).logIn(key + "x");

    assertThat(log.getAll()).doesNotContain(key).contains("login key=" + Keys.id(key));
  }

  private int sessions() {
    return sql.sql("select count(*) from console_session").query(Integer.class).single();
  }
}
