package dev.uploadgateway.meta;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Secret;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Posts events to Meta and says what became of them. It returns a value for everything that can
 * happen on the way.
 */
@Component
public class MetaClient {

  /** An answer that names each of 2,000 events takes about half a megabyte. */
  private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

  private final MetaProperties properties;
  private final WebClient web;
  private final Clock clock;

  MetaClient(MetaProperties properties, WebClient.Builder builder, Clock clock) {
    this.properties = properties;
    this.clock = clock;
    HttpClient http =
        HttpClient.create()
            // Of itself it would send a request once more when the connection breaks: a repeat that
            // nobody counts.
            .disableRetry(true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(properties.connectTimeout().toMillis()))
            .responseTimeout(properties.responseTimeout());
    this.web =
        builder
            .clientConnector(new ReactorClientHttpConnector(http))
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LONGEST_ANSWER))
            .build();
  }

  /**
   * Sends a call and waits for its outcome on the calling thread.
   *
   * @param namespaceId the scope of external ids, or null
   */
  public CallResult send(
      Dataset dataset, CallBody body, String uploadTag, @Nullable String namespaceId) {
    Instant startedAt = clock.instant();
    long started = System.nanoTime();
    Secret token = dataset.credentials().accessToken();
    if (token == null) {
      Outcome outcome = new Outcome.Blocked("The dataset has no access token");
      return new CallResult(outcome, startedAt, 0, 0, withoutAnswer("No access token"));
    }
    byte[] bytes = body.finish(uploadTag, namespaceId, AppSecretProof.of(dataset.credentials()));
    Outcome outcome;
    CallResult.Facts facts;
    try {
      GraphAnswer answer = post(eventsOf(dataset), token, bytes);
      outcome = Verdict.on(answer, clock.instant());
      facts =
          new CallResult.Facts(
              answer.status(),
              answer.errorNumber("code"),
              answer.errorNumber("error_subcode"),
              answer.fbtraceId(),
              answer.words());
    } catch (WebClientException | Unanswered e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      // The class of the failure is all that is told: its message may quote the request.
      String why = "No answer: " + cause.getClass().getSimpleName();
      outcome = new Outcome.Deferred(why, mayHaveBeenSent(cause));
      facts = withoutAnswer(why);
    }
    long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
    return new CallResult(outcome, startedAt, millis, bytes.length, facts);
  }

  private GraphAnswer post(URI uri, Secret token, byte[] bytes) {
    Duration patience = properties.connectTimeout().plus(properties.responseTimeout());
    GraphAnswer answer =
        web.post()
            .uri(uri)
            .headers(headers -> headers.setBearerAuth(token.value()))
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue(bytes)
            .exchangeToMono(MetaClient::read)
            .timeout(patience)
            .onErrorMap(error -> !(error instanceof WebClientException), Unanswered::new)
            .block();
    if (answer == null) {
      throw new IllegalStateException("An exchange ended without an answer or an error");
    }
    return answer;
  }

  private URI eventsOf(Dataset dataset) {
    String version = dataset.delivery().apiVersion();
    return properties
        .baseUrl()
        .resolve(
            "/%s/%s/events"
                .formatted(version == null ? properties.apiVersion() : version, dataset.id()));
  }

  private static Mono<GraphAnswer> read(ClientResponse response) {
    return response
        .bodyToMono(String.class)
        .defaultIfEmpty("")
        .map(body ->
            GraphAnswer.of(
                response.statusCode().value(), response.headers().asHttpHeaders(), body));
  }

  /**
   * Failures before the first byte of the request leave Meta as it was; after any other it may have
   * the events.
   */
  private static boolean mayHaveBeenSent(Throwable cause) {
    return !(cause instanceof ConnectException
        || cause instanceof ConnectTimeoutException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException
        || cause instanceof SSLHandshakeException
        || cause instanceof SslHandshakeTimeoutException);
  }

  private static CallResult.Facts withoutAnswer(String why) {
    return new CallResult.Facts(null, null, null, null, why);
  }

  /** The call took too long, or its answer broke off or was too large to be one of Meta's. */
  private static final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unanswered(Throwable cause) {
      super(cause);
    }
  }
}
