package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.dataset.DataProcessing;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.meta.LoopbackMeta.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;

class MetaClientTest {

  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final LoopbackMeta meta = new LoopbackMeta();

  @AfterEach
  void stop() {
    meta.close();
  }

  @Test
  void theTokenIsInTheHeaderAndTheProofInTheBody() {
    CallResult result = send(meta.url(), "the-secret");

    LoopbackMeta.Request request = meta.requests().getFirst();
    assertThat(result.outcome()).isEqualTo(new Outcome.Accepted(1));
    assertThat(result.facts().fbtraceId()).isEqualTo("T");
    assertThat(request.headers().get("Authorization")).isEqualTo(List.of("Bearer the-token"));
    assertThat(request.uri()).isEqualTo("/v26.0/4711/events");
    assertThat(request.body()).doesNotContain("the-token", "the-secret");
    // printf the-token | openssl dgst -sha256 -hmac the-secret
    assertThat(request.json().get("appsecret_proof").asString())
        .isEqualTo("f5b09c8acdb18571cae3e66edf0f48355330da5a725eb5361f27207a386398f0");
    assertThat(result.timing().bytes())
        .isEqualTo(request.body().getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void withoutAnAppSecretThereIsNoProof() {
    send(meta.url(), null);

    assertThat(meta.requests().getFirst().json().has("appsecret_proof")).isFalse();
  }

  @Test
  void whereNobodyListensNothingWasSent() {
    meta.down();

    assertThat(send(meta.url(), null).outcome())
        .isInstanceOf(Outcome.Deferred.class)
        .extracting("sent")
        .isEqualTo(false);
  }

  @Test
  void whereTheHostIsUnknownNothingWasSent() {
    CallResult result = send("http://nowhere.invalid", null);

    assertThat(result.outcome())
        .isInstanceOf(Outcome.Deferred.class)
        .extracting("sent")
        .isEqualTo(false);
  }

  @Test
  void aResetAfterTheRequestMayHaveReachedMeta() throws Exception {
    assertSent(answering("", true));
  }

  @Test
  void aCloseWithoutAnAnswerMayHaveReachedMeta() throws Exception {
    assertSent(answering("", false));
  }

  @Test
  void anAnswerThatBreaksOffMayHaveReachedMeta() throws Exception {
    assertSent(answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"events_", false));
  }

  @Test
  void whatIsNotHttpMayHaveReachedMeta() throws Exception {
    assertSent(answering("SSH-2.0-OpenSSH\r\n\r\n", false));
  }

  @Test
  void anAnswerTooLargeToBeOneOfMetasIsNoAnswer() {
    meta.behave(request -> new Reply(200, Map.of(), "x".repeat(5_000_000)));

    assertSent(send(meta.url(), null));
  }

  /** An answer that names 2,000 events is far larger than what a client reads by default. */
  @Test
  void aLongAnswerIsRead() {
    String words = "x".repeat(1_000_000);
    meta.behave(request ->
        new Reply(
            400,
            Map.of(),
            "{\"error\":{\"code\":100,\"message\":\""
                + words
                + "\",\"error_data\":"
                + "{\"rows\":[{\"event_index\":0,\"message\":\"bad\"}]}}}"));

    assertThat(send(meta.url(), null).outcome())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.byEvent()).containsEntry(0, "bad"));
  }

  @Test
  void whoAnswersTooLateMayHaveTheEvents() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      long started = System.nanoTime();

      CallResult result = send("http://127.0.0.1:" + silent.getLocalPort(), null);

      assertSent(result);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
      assertThat(result.timing().took().toMillis())
          .isGreaterThanOrEqualTo(PATIENCE.toMillis() - 50);
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    meta.behave(request -> new Reply(307, Map.of("Location", meta.url() + "/elsewhere"), ""));

    assertThat(send(meta.url(), null).outcome()).isInstanceOf(Outcome.Blocked.class);
    assertThat(meta.requests()).hasSize(1);
  }

  private static void assertSent(CallResult result) {
    assertThat(result.outcome())
        .isInstanceOf(Outcome.Deferred.class)
        .extracting("sent")
        .isEqualTo(true);
    assertThat(result.facts().httpStatus()).isNull();
    assertThat(result.facts().words()).startsWith("No answer: ").doesNotContain("127.0.0.1");
  }

  /** Reads some of each request, answers with that text and closes or resets the connection. */
  private static CallResult answering(String text, boolean reset) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerAll(server, text, reset));
      return send("http://127.0.0.1:" + server.getLocalPort(), null);
    }
  }

  private static void answerAll(ServerSocket server, String text, boolean reset) {
    while (true) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read(new byte[64 * 1024]);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        if (reset) {
          socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private static CallResult send(String url, String appSecret) {
    return send(properties(url, null), appSecret);
  }

  private static CallResult send(MetaProperties properties, String appSecret) {
    MetaClient client =
        new MetaClient(
            properties, new GraphHttp(properties, WebClient.builder()), Clock.systemUTC());
    CallBody body =
        new CallBody(Sample.dataset(DataProcessing.NONE, appSecret), Wire.CONVERSIONS_API, 2);
    body.add(Sample.small(), Sample.KEYS, Sample.KEY);
    return client.send(
        Sample.dataset(DataProcessing.NONE, appSecret),
        new MetaClient.Call(body, "till", null, 0, false));
  }

  private static MetaProperties properties(String url, MetaProperties.Proxy proxy) {
    return new MetaProperties(
        URI.create(url),
        "v26.0",
        PATIENCE,
        PATIENCE,
        PATIENCE,
        PATIENCE.multipliedBy(3),
        PATIENCE,
        PATIENCE,
        75,
        proxy);
  }
}
