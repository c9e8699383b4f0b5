package dev.uploadgateway.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Meta's Graph API as a strict stranger: the edge for events in both dialects with Meta's rules,
 * limits, errors and deduplication, the edges that read a dataset and its uploads, those that
 * administer datasets, and {@code /_sandbox} to look inside and to order faults.
 *
 * <p>A token that starts with {@code bad} or {@code expired} is refused, as is a dataset whose id
 * starts with {@code unknown}; every other takes events. Administered is only what was created.
 * Where Meta's documents leave a rule open, the class that applies it says so. Nothing is stored
 * beyond the memory of this process.
 */
public final class SandboxServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SandboxServer.class.getName());
  private static final int BACKLOG = 1024;

  static {
    // Without it every answer on a kept connection waits for a delayed acknowledgement, 40 ms
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Faults faults = new Faults();
  private final GraphEdges graph;
  private final AssetEdges assets;
  private final Controls controls;

  private SandboxServer(HttpServer http, InstantSource clock) {
    Ledger ledger = new Ledger();
    Uploads uploads = new Uploads();
    Calls calls = new Calls(clock);
    this.http = http;
    this.graph = new GraphEdges(ledger, uploads, calls, faults, clock);
    this.assets = new AssetEdges(ledger, clock);
    this.controls = new Controls(ledger, uploads, calls, faults, assets);
  }

  /** Starts on the loopback address; port 0 takes any that is free. */
  public static SandboxServer start(int port) {
    return start("127.0.0.1", port, InstantSource.system());
  }

  /** Starts with the clock that ages of events and windows of deduplication are measured by. */
  public static SandboxServer start(String host, int port, InstantSource clock) {
    HttpServer http;
    try {
      http = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox cannot listen on " + host + ":" + port, e);
    }
    SandboxServer server = new SandboxServer(http, clock);
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /** Runs as a process of its own: port (8090) and host (127.0.0.1). */
  public static void main(String[] args) {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8090;
    String host = args.length > 1 ? args[1] : "127.0.0.1";
    SandboxServer server = start(host, port, InstantSource.system());
    System.out.println("Sandbox at http://" + host + ":" + server.port());
  }

  public int port() {
    return http.getAddress().getPort();
  }

  /** Stops at once; calls that hang are dropped. */
  @Override
  public void close() {
    faults.clear();
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      if (answer != null) {
        answer.send(exchange);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "The sandbox broke", bug);
      throw bug;
    }
  }

  private @Nullable Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals(Controls.PATH) || path.startsWith(Controls.PATH + "/")) {
      return controls.handle(exchange);
    }
    Route route = Route.of(path);
    String method = exchange.getRequestMethod();
    if (route != null && method.equals("POST") && route.edge().equals("events")) {
      return graph.post(exchange, route);
    }
    Answer answer = route == null ? null : beside(exchange, route, method);
    return answer == null ? GraphError.unknownPath(path).answer() : answer;
  }

  /** What is asked beside events; null where Graph has no such path. */
  private @Nullable Answer beside(HttpExchange exchange, Route route, String method)
      throws IOException {
    GraphRequest request =
        method.equals("POST") ? GraphRequest.read(exchange) : GraphRequest.headOf(exchange);
    Answer answer = assets.answer(method, route, request);
    return answer == null && method.equals("GET") ? graph.get(exchange, route) : answer;
  }
}
