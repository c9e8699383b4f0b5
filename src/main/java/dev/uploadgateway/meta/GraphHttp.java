package dev.uploadgateway.meta;

import dev.uploadgateway.dataset.Secret;
import io.netty.channel.ChannelOption;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

/**
 * HTTP to Meta: one request, one answer, on the calling thread. Nothing is followed, retried or
 * remembered.
 */
@Component
class GraphHttp {

  /** An answer that names each of 2,000 events takes about half a megabyte. */
  private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

  /**
   * How many calls go on at once is each dataset's own limit. One of all datasets together, as a
   * pool of connections has, would let those that hang take the others' share.
   */
  private static final int MOST_CONNECTIONS = 10_000;

  /** Meta's have a hundred characters and more; what is shorter may be a word of its answer. */
  private static final int SHORTEST_TOKEN = 20;

  private final WebClient web;
  private final Duration totalTimeout;

  /**
   * A request.
   *
   * @param body of type application/json; null for none
   */
  record Request(HttpMethod method, URI uri, Secret token, @Nullable ByteBuffer body) {}

  GraphHttp(MetaProperties properties, WebClient.Builder builder) {
    this.totalTimeout = properties.totalTimeout();
    this.web =
        builder
            .clientConnector(new ReactorClientHttpConnector(http(properties)))
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LONGEST_ANSWER))
            .build();
  }

  /**
   * Waits for the answer.
   *
   * @throws Unanswered where there is none
   */
  GraphAnswer exchange(Request request) {
    AtomicBoolean begun = new AtomicBoolean();
    ByteBuffer body = request.body();
    GraphAnswer answer =
        web.method(request.method())
            .uri(request.uri())
            .headers(headers -> {
              headers.setBearerAuth(request.token().value());
              if (body != null) {
                headers.setContentType(MediaType.APPLICATION_JSON);
              }
            })
            // Runs once there is a connection, TLS included, and not before.
            .body((output, context) -> {
              begun.set(true);
              return body == null
                  ? output.setComplete()
                  : BodyInserters.fromValue(body).insert(output, context);
            })
            .exchangeToMono(response -> read(response, request.token()))
            .timeout(totalTimeout)
            .onErrorMap(error -> new Unanswered(error, begun.get()))
            .block();
    if (answer == null) {
      throw new IllegalStateException("An exchange ended without an answer or an error");
    }
    return answer;
  }

  private static HttpClient http(MetaProperties properties) {
    ConnectionProvider connections =
        ConnectionProvider.builder("meta")
            .maxConnections(MOST_CONNECTIONS)
            .maxIdleTime(properties.keepAlive())
            .maxLifeTime(properties.connectionLifetime())
            .evictInBackground(properties.keepAlive())
            .build();
    HttpClient http =
        HttpClient.create(connections)
            // Of itself it would send a request once more when the connection breaks: a repeat that
            // nobody counts.
            .disableRetry(true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(properties.connectTimeout().toMillis()))
            .doOnConnected(connection ->
                connection.addHandlerLast(
                    new WriteTimeoutHandler(
                        properties.writeTimeout().toMillis(), TimeUnit.MILLISECONDS)))
            .responseTimeout(properties.responseTimeout());
    if ("https".equals(properties.baseUrl().getScheme())) {
      http =
          http.secure(spec ->
              spec.sslContext(Http11SslContextSpec.forClient())
                  .handshakeTimeout(properties.connectTimeout()));
    }
    MetaProperties.Proxy proxy = properties.proxy();
    return proxy == null
        ? http
        : http.proxy(spec -> through(proxy, spec, properties.connectTimeout()));
  }

  private static void through(
      MetaProperties.Proxy proxy, ProxyProvider.TypeSpec spec, Duration patience) {
    ProxyProvider.Builder builder =
        spec.type(
                "http".equals(proxy.url().getScheme())
                    ? ProxyProvider.Proxy.HTTP
                    : ProxyProvider.Proxy.SOCKS5)
            .host(proxy.url().getHost())
            .port(proxy.url().getPort())
            .connectTimeoutMillis(patience.toMillis());
    String password = proxy.password();
    if (proxy.username() != null && password != null) {
      builder.username(proxy.username()).password(username -> password);
    }
  }

  private static Mono<GraphAnswer> read(ClientResponse response, Secret token) {
    return response
        .bodyToMono(String.class)
        .defaultIfEmpty("")
        .map(body ->
            GraphAnswer.of(
                response.statusCode().value(),
                response.headers().asHttpHeaders(),
                without(token, body)));
  }

  /** A token that Meta cannot read it quotes, and the address of a next page holds it too. */
  private static String without(Secret token, String body) {
    return token.value().length() < SHORTEST_TOKEN ? body : body.replace(token.value(), "[token]");
  }

  /**
   * No connection was to be had, the call took too long, or its answer broke off or was too large
   * to be one of Meta's.
   */
  static final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean begun;

    Unanswered(Throwable cause, boolean begun) {
      super(cause);
      this.begun = begun;
    }

    /**
     * Whether the request was begun to be written: then it may have reached Meta. A proxy gets what
     * is written only when it has connected.
     */
    boolean begun() {
      return begun && !(failure() instanceof ProxyConnectException);
    }

    /** The class of the failure is all that is told: its message may quote the request. */
    String why() {
      return "No answer: " + failure().getClass().getSimpleName();
    }

    private Throwable failure() {
      Throwable cause = Objects.requireNonNull(getCause());
      Throwable inner = cause.getCause();
      return cause instanceof WebClientException && inner != null ? inner : cause;
    }
  }
}
