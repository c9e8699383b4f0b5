package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.sandbox.SandboxServer;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;
import tools.jackson.databind.JsonNode;

/** Gives a Spring context a Meta of its own: the sandbox, on any port that is free. */
@TestConfiguration(proxyBeanMethods = false)
public class LocalMeta {

  /** Meta's stand-in, seen from outside of the gateway. */
  public static final class Meta implements AutoCloseable {

    private final SandboxServer server = SandboxServer.start(0);
    private final Api api = new Api(server.port(), null);

    public String url() {
      return "http://localhost:" + server.port();
    }

    /** What it holds of an upload, after its own deduplication. */
    public List<JsonNode> events(String dataset, String uploadTag) {
      String path = "/_sandbox/events?dataset=" + dataset + "&upload_tag=" + uploadTag;
      return data(path + "&limit=100000");
    }

    public int count(String dataset) {
      return api.get("/_sandbox/events?count_only=true&dataset=" + dataset)
          .json()
          .path("count")
          .asInt();
    }

    /** Every call, whatever became of it. */
    public List<JsonNode> calls(String dataset) {
      return data("/_sandbox/calls?dataset=" + dataset);
    }

    /** Orders a misfortune, such as {@code {"kind":"html","times":2}}. */
    public void fault(String order) {
      Api.Answer answer = api.post("/_sandbox/faults", order);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** Makes an ad, such as {@code {"id":"9","account_id":"5","tracking_specs":[…]}}. */
    public void ad(String order) {
      Api.Answer answer = api.post("/_sandbox/ads", order);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** Reads at the Graph API itself, past the gateway. */
    public JsonNode graph(String path) {
      String separator = path.contains("?") ? "&" : "?";
      return api.get("/v26.0/" + path + separator + "access_token=somebody").json();
    }

    /** How many misfortunes are still in store. */
    public int faults() {
      return api.get("/_sandbox/faults").json().path("count").asInt();
    }

    public void clearFaults() {
      api.delete("/_sandbox/faults");
    }

    public void clearFaults(String kind) {
      api.delete("/_sandbox/faults?kind=" + kind);
    }

    private List<JsonNode> data(String path) {
      return api.get(path).json().path("data").valueStream().toList();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  @Bean
  Meta meta() {
    return new Meta();
  }

  @Bean
  DynamicPropertyRegistrar metaAddress(Meta meta) {
    return registry -> registry.add("gateway.meta.base-url", meta::url);
  }
}
