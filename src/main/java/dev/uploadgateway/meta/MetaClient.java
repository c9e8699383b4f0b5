package dev.uploadgateway.meta;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Secret;
import dev.uploadgateway.meta.CallResult.Facts;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/**
 * Posts events to Meta and says what became of them. It returns a value for everything that can
 * happen on the way.
 */
@Component
public class MetaClient {

  private final MetaProperties properties;
  private final GraphHttp http;
  private final Clock clock;
  private final Pace pace;

  MetaClient(MetaProperties properties, GraphHttp http, Clock clock) {
    this.properties = properties;
    this.http = http;
    this.clock = clock;
    this.pace = new Pace(properties.slowDownFrom());
  }

  /**
   * A call to be made.
   *
   * @param namespaceId the scope of external ids, or null
   * @param before how many calls with these events were deferred
   * @param repeats whether an earlier call with these events may have reached Meta
   */
  public record Call(
      CallBody body, String uploadTag, @Nullable String namespaceId, int before, boolean repeats) {}

  /** What no call takes longer than. */
  public Duration longestCall() {
    return properties.totalTimeout();
  }

  /** Sends a call and waits for its outcome on the calling thread. */
  public CallResult send(Dataset dataset, Call call) {
    Instant startedAt = clock.instant();
    Secret token = dataset.credentials().accessToken();
    if (token == null) {
      return CallResult.notMade(Verdict.withoutToken(), startedAt, "No access token");
    }
    String proof = AppSecretProof.of(dataset.credentials());
    ByteBuffer body = call.body().finish(call.uploadTag(), call.namespaceId(), proof);
    int bytes = body.remaining();
    long started = System.nanoTime();
    Outcome outcome;
    Facts facts;
    CallResult.Limit limit = CallResult.Limit.UNKNOWN;
    try {
      GraphAnswer answer =
          http.exchange(new GraphHttp.Request(HttpMethod.POST, eventsOf(dataset), token, body));
      Instant now = clock.instant();
      Attempt attempt = new Attempt(call.body().events(), call.before(), call.repeats());
      outcome = Verdict.on(answer, attempt, now);
      facts = Facts.of(answer, Verdict.words(answer, attempt));
      Usage usage = Usage.of(answer.headers(), now);
      limit = new CallResult.Limit(usage.percent() / 100, pace.next(usage, now).orElse(null));
    } catch (GraphHttp.Unanswered e) {
      outcome = new Outcome.Deferred(e.why(), e.begun(), null);
      facts = Facts.withoutAnswer(e.why());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new CallResult(outcome, new CallResult.Timing(startedAt, took, bytes), facts, limit);
  }

  private URI eventsOf(Dataset dataset) {
    return properties.baseUrl().resolve("/%s/%s/events".formatted(version(dataset), dataset.id()));
  }

  private String version(Dataset dataset) {
    String version = dataset.delivery().apiVersion();
    return version == null ? properties.apiVersion() : version;
  }
}
