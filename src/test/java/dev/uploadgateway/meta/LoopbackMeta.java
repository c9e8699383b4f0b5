package dev.uploadgateway.meta;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stands in for Meta on this machine: answers what the test says, and remembers what came. */
public final class LoopbackMeta implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  public record Reply(int status, Map<String, String> headers, String body) {

    public static Reply ok(int events) {
      return new Reply(
          200, Map.of(), "{\"events_received\":%d,\"fbtrace_id\":\"T\"}".formatted(events));
    }

    public static Reply error(int status, int code, int subcode) {
      return new Reply(
          status,
          Map.of(),
          """
          {"error":{"message":"Words of Meta","type":"OAuthException","code":%d,"error_subcode":%d,"fbtrace_id":"T"}}
          """
              .formatted(code, subcode));
    }
  }

  public record Request(String uri, Map<String, List<String>> headers, String body) {

    public JsonNode json() {
      return JSON.readTree(body);
    }

    /** The {@code data} of the call as text, with every byte. */
    public String data() {
      return body.substring(body.indexOf("[{"), body.indexOf("],\"upload_tag\"") + 1);
    }
  }

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Reply> behaviour = LoopbackMeta::accept;
  private HttpServer server;
  private int port;

  public LoopbackMeta() {
    up();
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public static Reply accept(Request request) {
    return Reply.ok(request.json().get("data").size());
  }

  /** Forgets what came, and answers like this from now on. */
  public void behave(Function<Request, Reply> how) {
    requests.clear();
    behaviour = how;
  }

  public List<Request> requests() {
    return new ArrayList<>(requests);
  }

  public void up() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = server.getAddress().getPort();
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public void down() {
    server.stop(0);
  }

  @Override
  public void close() {
    down();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Request request =
          new Request(
              exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body);
      requests.add(request);
      Reply reply = behaviour.apply(request);
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
