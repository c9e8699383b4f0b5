package dev.uploadgateway.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request as Graph understands it: parameters come from the query or the body, the token from
 * there or from the {@code Authorization} header.
 *
 * @param bytes the size of the body on the wire, compressed or not
 */
record GraphRequest(Headers headers, Map<String, String> query, Body body, int bytes) {

  /**
   * Larger bodies are refused, before and after decompression. Meta's own limit is not documented.
   */
  private static final int MAX_BYTES = 64 << 20;

  /** The head of a request whose body stays unread. */
  static GraphRequest headOf(HttpExchange exchange) {
    Map<String, String> query = Form.urlencoded(exchange.getRequestURI().getRawQuery());
    return new GraphRequest(exchange.getRequestHeaders(), query, Body.EMPTY, 0);
  }

  static GraphRequest read(HttpExchange exchange) throws IOException {
    GraphRequest head = headOf(exchange);
    byte[] wire = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (wire.length > MAX_BYTES) {
      return head.with(
          new Body(Map.of(), Body.EMPTY.data(), "The request is too large"), wire.length);
    }
    String type = Optional.ofNullable(head.header("Content-Type")).orElse("");
    if (!"gzip".equalsIgnoreCase(head.header("Content-Encoding"))) {
      return head.with(Body.read(type, wire), wire.length);
    }
    try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(wire), 1 << 16)) {
      byte[] plain = gzip.readNBytes(MAX_BYTES + 1);
      Body body =
          plain.length > MAX_BYTES
              ? new Body(Map.of(), Body.EMPTY.data(), "The request is too large")
              : Body.read(type, plain);
      return head.with(body, wire.length);
    } catch (IOException notGzip) {
      return head.with(
          new Body(Map.of(), Body.EMPTY.data(), "The body is not valid gzip"), wire.length);
    }
  }

  private GraphRequest with(Body read, int wireBytes) {
    return new GraphRequest(headers, query, read, wireBytes);
  }

  @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  @Nullable String parameter(String name) {
    String inBody = body.fields().get(name);
    return inBody == null ? query.get(name) : inBody;
  }

  boolean hasBearer() {
    String authorization = header("Authorization");
    return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
  }

  boolean tokenInUrl() {
    return query.containsKey("access_token");
  }

  /** The access token, or empty. */
  String token() {
    String authorization = header("Authorization");
    if (authorization != null && hasBearer()) {
      return authorization.substring(7).strip();
    }
    String token = parameter("access_token");
    return token == null ? "" : token.strip();
  }
}
