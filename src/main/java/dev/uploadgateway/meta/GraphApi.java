package dev.uploadgateway.meta;

import dev.uploadgateway.dataset.Credentials;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Secret;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes what the Graph API holds beside events, with a line in the log for each call.
 * Nothing is retried.
 */
@Component
public class GraphApi {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Logger log = LoggerFactory.getLogger(GraphApi.class);
  private static final Attempt ONLY = new Attempt(0, Integer.MAX_VALUE, false);

  private final MetaProperties properties;
  private final GraphHttp http;
  private final Clock clock;

  GraphApi(MetaProperties properties, GraphHttp http, Clock clock) {
    this.properties = properties;
    this.http = http;
    this.clock = clock;
  }

  /**
   * As whom to speak.
   *
   * @param apiVersion such as {@code v26.0}; null takes the gateway's
   */
  public record As(Credentials credentials, @Nullable String apiVersion) {
    public static As of(Dataset dataset) {
      return new As(dataset.credentials(), dataset.delivery().apiVersion());
    }
  }

  /**
   * Reads an object or edge.
   *
   * @param path what follows the version, such as {@code 4711/uploads}
   */
  public GraphReply get(As as, String path, Map<String, String> parameters) {
    Map<String, Object> all = withProof(as, parameters);
    UriComponentsBuilder uri = UriComponentsBuilder.fromUri(uri(as, path));
    all.keySet().forEach(name -> uri.queryParam(name, "{" + name + "}"));
    URI asked = uri.encode().build(all);
    return logged(HttpMethod.GET, path, () -> exchange(as, HttpMethod.GET, asked, null));
  }

  /**
   * Writes to an object or edge.
   *
   * @param path what follows the version, such as {@code act_4711/customconversions}
   */
  public GraphReply post(As as, String path, Map<String, ?> parameters) {
    ByteBuffer body = ByteBuffer.wrap(JSON.writeValueAsBytes(withProof(as, parameters)));
    URI asked = uri(as, path);
    return logged(HttpMethod.POST, path, () -> exchange(as, HttpMethod.POST, asked, body));
  }

  private GraphReply exchange(As as, HttpMethod method, URI uri, @Nullable ByteBuffer body) {
    Secret token = as.credentials().accessToken();
    if (token == null) {
      return failed(Verdict.withoutToken(), CallResult.Facts.withoutAnswer("No access token"));
    }
    try {
      GraphAnswer answer = http.exchange(new GraphHttp.Request(method, uri, token, body));
      JsonNode json = answer.json();
      if (answer.status() / 100 == 2 && json != null && answer.error() == null) {
        return new GraphReply.Answered(json);
      }
      return failed(
          Verdict.on(answer, ONLY, clock.instant()), CallResult.Facts.of(answer, answer.words()));
    } catch (GraphHttp.Unanswered e) {
      return failed(
          new Outcome.Deferred(e.why(), e.begun(), null), CallResult.Facts.withoutAnswer(e.why()));
    }
  }

  private static GraphReply failed(Outcome outcome, CallResult.Facts facts) {
    return new GraphReply.Failed(outcome, facts);
  }

  private GraphReply logged(HttpMethod method, String path, Supplier<GraphReply> call) {
    long started = System.nanoTime();
    GraphReply reply = call.get();
    long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
    switch (reply) {
      case GraphReply.Answered _ ->
          log.info("graph method={} path={} outcome=answered millis={}", method, path, millis);
      case GraphReply.Failed(Outcome outcome, CallResult.Facts facts) ->
          log.info(
              "graph method={} path={} outcome={} http={} code={} subcode={} fbtrace={} millis={}",
              method,
              path,
              outcome.word(),
              facts.httpStatus(),
              facts.code(),
              facts.subcode(),
              facts.fbtraceId(),
              millis);
    }
    return reply;
  }

  private URI uri(As as, String path) {
    String version = as.apiVersion() == null ? properties.apiVersion() : as.apiVersion();
    return properties.baseUrl().resolve("/" + version + "/" + path);
  }

  private static Map<String, Object> withProof(As as, Map<String, ?> parameters) {
    Map<String, Object> all = new LinkedHashMap<>(parameters);
    String proof = AppSecretProof.of(as.credentials());
    if (proof != null) {
      all.put("appsecret_proof", proof);
    }
    return all;
  }
}
