package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.uploadgateway.dataset.Secret;
import dev.uploadgateway.meta.LoopbackMeta.Reply;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClient;

/** What the network can do before, while and after a request is written. */
class GraphHttpTest {

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final byte[] BAD_REQUEST = bytes("HTTP/1.1 400 Bad Request\r\n\r\n");
  private static final byte[] PROXY_AUTHENTICATION =
      bytes("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  private static final byte[] LONG_ANSWER =
      bytes("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final byte[] SMALL = bytes("{}");

  private final LoopbackMeta meta = new LoopbackMeta();
  private final SocketServer server = new SocketServer();

  @AfterEach
  void stop() {
    meta.close();
    server.close();
  }

  @Test
  void whereTlsIsAnsweredWithSomethingElseNothingWasSent() {
    server.serve(socket -> socket.getOutputStream().write(BAD_REQUEST));

    assertThat(unanswered(timeouts("https://127.0.0.1:" + server.port())).begun()).isFalse();
  }

  @Test
  void whereTlsIsNotAnsweredNothingWasSent() {
    server.serve(socket -> socket.getInputStream().readAllBytes());

    GraphHttp.Unanswered failure = unanswered(timeouts("https://127.0.0.1:" + server.port()));

    assertThat(failure.begun()).isFalse();
    assertThat(failure.why()).isEqualTo("No answer: SslHandshakeTimeoutException");
  }

  @Test
  void whereNobodyTakesTheRequestTheWaitForThatEnds() {
    server.serve(socket -> server.awaitClose()); // reads nothing: the network's buffers fill up
    Timeouts patient = timeouts(server.url()).connect(LONG).response(LONG).call(LONG);

    GraphHttp.Unanswered failure = unanswered(patient.write(SHORT), new byte[64 * 1024 * 1024]);

    assertThat(failure.begun()).isTrue();
    assertThat(failure.why()).isEqualTo("No answer: WriteTimeoutException");
  }

  /** Each byte of it comes in time, and yet it never ends. */
  @Test
  void anAnswerThatTricklesInEndsWithTheCall() {
    server.serve(socket -> {
      socket.getInputStream().read(new byte[64 * 1024]);
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes());
      while (!server.awaitClose(Duration.ofMillis(50))) {
        socket.getOutputStream().write(' ');
      }
    });

    GraphHttp.Unanswered failure =
        unanswered(timeouts(server.url()).connect(LONG).response(LONG).call(Duration.ofSeconds(5)));

    assertThat(failure.begun()).isTrue();
    assertThat(failure.why()).isEqualTo("No answer: TimeoutException");
  }

  @Test
  void aConnectionIsKeptForTheNextCallAndNotForever() {
    GraphHttp http = http(timeouts(server.url()).keepAlive(Duration.ofSeconds(1)), null);
    server.serve(SocketServer::answerEach);

    for (int i = 0; i < 20; i++) {
      get(http);
    }
    // A call may begin before the connection of the last one is back.
    int used = server.accepted();
    assertThat(used).isLessThan(10);

    for (int i = 0; i < used; i++) {
      server.awaitClosedByClient(Duration.ofSeconds(10));
    }
    get(http);
    assertThat(server.accepted()).isEqualTo(used + 1);
  }

  /** Each dataset has its own limit of calls at once; the connections are no second one. */
  @Test
  void manyThatHangLeaveAConnectionToOthers() throws Exception {
    CountDownLatch hanging = new CountDownLatch(100);
    CountDownLatch end = new CountDownLatch(1);
    meta.behave(request -> {
      if (request.uri().equals("/hang")) {
        hanging.countDown();
        await(end);
      }
      return new Reply(200, Map.of(), "{}");
    });
    GraphHttp http = http(timeouts(meta.url()).connect(LONG).response(LONG).call(LONG), null);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<GraphAnswer> hangs =
          () -> http.exchange(request(HttpMethod.GET, meta.url() + "/hang", null));
      List<Future<GraphAnswer>> calls =
          IntStream.range(0, 100).mapToObj(i -> threads.submit(hangs)).toList();
      await(hanging);

      assertThat(http.exchange(request(HttpMethod.GET, meta.url() + "/fine", null)).status())
          .isEqualTo(200);

      end.countDown();
      for (Future<GraphAnswer> call : calls) {
        assertThat(call.get().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aProxyIsAskedToConnectAndGivenItsPassword() {
    meta.behave(request -> Reply.ok(1));
    server.serve(SocketServer::connectAndRelay);
    GraphHttp http =
        http(
            timeouts(meta.url()),
            new MetaProperties.Proxy(URI.create(server.url()), "shop", "open sesame"));

    assertThat(http.exchange(request(HttpMethod.POST, meta.url() + "/x", SMALL)).status())
        .isEqualTo(200);

    assertThat(server.heads().getFirst())
        .startsWith("CONNECT " + URI.create(meta.url()).getAuthority() + " HTTP/1.1")
        // printf 'shop:open sesame' | base64
        .contains("c2hvcDpvcGVuIHNlc2FtZQ==")
        .doesNotContain("the-token");
    assertThat(meta.requests()).hasSize(1);
  }

  @Test
  void whereTheProxyRefusesNothingWasSent() {
    server.serve(socket -> socket.getOutputStream().write(PROXY_AUTHENTICATION));
    MetaProperties.Proxy proxy = new MetaProperties.Proxy(URI.create(server.url()), null, null);

    GraphHttp.Unanswered failure =
        catchThrowableOfType(
            GraphHttp.Unanswered.class,
            () ->
                http(timeouts(meta.url()), proxy)
                    .exchange(request(HttpMethod.POST, meta.url(), SMALL)));

    assertThat(failure.begun()).isFalse();
    assertThat(meta.requests()).isEmpty();
  }

  @Test
  void whereTheProxyIsAwayNothingWasSent() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    MetaProperties.Proxy proxy =
        new MetaProperties.Proxy(URI.create("socks5://127.0.0.1:" + free), null, null);

    GraphHttp.Unanswered failure =
        catchThrowableOfType(
            GraphHttp.Unanswered.class,
            () ->
                http(timeouts(meta.url()), proxy)
                    .exchange(request(HttpMethod.POST, meta.url(), SMALL)));

    assertThat(failure.begun()).isFalse();
  }

  /** Who could answer for Meta could otherwise send the token on, to any address. */
  @Test
  void aRedirectIsNotFollowed() {
    try (LoopbackMeta elsewhere = new LoopbackMeta()) {
      meta.behave(request ->
          new Reply(307, Map.of("Location", elsewhere.url() + "/v26.0/1001/events"), "{}"));

      GraphAnswer answer =
          http(timeouts(meta.url()).response(LONG), null)
              .exchange(request(HttpMethod.POST, meta.url() + "/x", SMALL));

      assertThat(answer.status()).isEqualTo(307);
      assertThat(meta.requests()).hasSize(1);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void aTokenThatMetaQuotesIsTakenOutOfItsAnswer() {
    String token = "EAABsbCS1iHgBOZCtheTokenOfASystemUser";
    meta.behave(request ->
        new Reply(
            400,
            Map.of(),
            "{\"error\":{\"code\":190,\"message\":\"Malformed access token %s\"}}"
                .formatted(token)));

    GraphAnswer answer =
        http(timeouts(meta.url()).response(LONG), null)
            .exchange(
                new GraphHttp.Request(
                    HttpMethod.GET, URI.create(meta.url() + "/x"), new Secret(token), null));

    assertThat(answer.words()).isEqualTo("Malformed access token [token]");
  }

  private static GraphHttp.Unanswered unanswered(Timeouts timeouts) {
    return unanswered(timeouts, SMALL);
  }

  private static GraphHttp.Unanswered unanswered(Timeouts timeouts, byte[] body) {
    long started = System.nanoTime();
    GraphHttp.Unanswered failure =
        catchThrowableOfType(
            GraphHttp.Unanswered.class,
            () -> http(timeouts, null).exchange(request(HttpMethod.POST, timeouts.url(), body)));
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LONG);
    return failure;
  }

  private void get(GraphHttp http) {
    assertThat(http.exchange(request(HttpMethod.GET, server.url() + "/x", null)).status())
        .isEqualTo(200);
  }

  private static GraphHttp.Request request(HttpMethod method, String url, byte[] body) {
    return new GraphHttp.Request(
        method,
        URI.create(url),
        new Secret("the-token"),
        body == null ? null : ByteBuffer.wrap(body));
  }

  private static GraphHttp http(Timeouts timeouts, MetaProperties.Proxy proxy) {
    return new GraphHttp(timeouts.properties(proxy), WebClient.builder());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Timeouts timeouts(String url) {
    return new Timeouts(url, SHORT, SHORT, SHORT, LONG, LONG);
  }

  /** All short, but for what the test is not about. */
  private record Timeouts(
      String url,
      Duration connect,
      Duration write,
      Duration response,
      Duration call,
      Duration keepAlive) {

    Timeouts connect(Duration other) {
      return new Timeouts(url, other, write, response, call, keepAlive);
    }

    Timeouts write(Duration other) {
      return new Timeouts(url, connect, other, response, call, keepAlive);
    }

    Timeouts response(Duration other) {
      return new Timeouts(url, connect, write, other, call, keepAlive);
    }

    Timeouts call(Duration other) {
      return new Timeouts(url, connect, write, response, other, keepAlive);
    }

    Timeouts keepAlive(Duration other) {
      return new Timeouts(url, connect, write, response, call, other);
    }

    MetaProperties properties(MetaProperties.Proxy proxy) {
      return new MetaProperties(
          URI.create(url), "v26.0", connect, write, response, call, keepAlive, LONG, 75, proxy);
    }
  }
}
